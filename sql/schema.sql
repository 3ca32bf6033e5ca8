-- Dateline's whole current schema. The migrations under sql/migrations give the same database; a test compares both.
-- ops: the machine's own books (operators). news: what was published (analysts). mart: views, one row per what.
-- Names: _at timestamptz, _hash hex, _count, _seconds, _ratio 0..1. Every table and column has its COMMENT.

create schema ops;
create schema news;
create schema mart;
comment on schema ops is 'The machine''s own books: feeds, polls, the ledger of entries, fetches, batches, quarantine.';
comment on schema news is 'What was published: articles, revisions, authors, topics, stories.';
comment on schema mart is 'Views for reading; each says in its comment what one row is.';

-- ops.feeds ---------------------------------------------------------------------------------------------------------

create table ops.feeds (
    feed_id bigint generated always as identity,
    url text not null,
    name text not null,
    site_url text,
    country text,
    language text,
    kind text,
    is_enabled boolean not null default true,
    include_pattern text,
    exclude_pattern text,
    is_feed_content_only boolean not null default false,
    fetch_headers jsonb not null default '{}',
    interval_override_seconds integer,
    etag text,
    last_modified text,
    body_hash text,
    interval_seconds integer not null default 300,
    entries_per_day double precision,
    next_poll_at timestamptz default now(),
    failure_count integer not null default 0,
    failure_class text,
    moved_to text,
    moved_count integer not null default 0,
    is_retired boolean not null default false,
    retired_reason text,
    polls_since_full_count integer not null default 0,
    last_polled_at timestamptz,
    last_success_at timestamptz,
    last_entry_at timestamptz,
    claimed_by text,
    claimed_at timestamptz,
    created_at timestamptz not null default now(),
    item_hashes bytea,
    constraint feeds_pkey primary key (feed_id),
    constraint feeds_url_is_known_once unique (url),
    constraint feeds_url_is_absolute check (url ~ '^[a-z]+://'),
    constraint feeds_interval_is_positive check (interval_seconds > 0 and coalesce(interval_override_seconds, 1) > 0)
);
-- claim_due_feeds: the few that are due, among thousands that are not
create index feeds_due on ops.feeds (next_poll_at) where is_enabled and not is_retired;
comment on table ops.feeds is 'One row per feed that operators follow, with the state of its polling.';
comment on column ops.feeds.feed_id is 'Number of the feed.';
comment on column ops.feeds.url is 'Address that is polled.';
comment on column ops.feeds.name is 'Name operators gave it; also the source''s name.';
comment on column ops.feeds.site_url is 'The outlet''s home page; feeds with the same one share a source.';
comment on column ops.feeds.country is 'ISO 3166-1 alpha-2 of the publisher''s seat.';
comment on column ops.feeds.language is 'ISO 639-1, as operators expect it; articles carry their own.';
comment on column ops.feeds.kind is 'agency, newspaper, broadcaster, ministry, cert, police ... or backfill.';
comment on column ops.feeds.is_enabled is 'False: an operator switched it off; its rows stay.';
comment on column ops.feeds.include_pattern is 'Regular expression an entry''s title or URL must match to be fetched.';
comment on column ops.feeds.exclude_pattern is 'Regular expression that refuses an entry by title or URL.';
comment on column ops.feeds.is_feed_content_only is 'True: never fetch pages, the feed''s own content is the body.';
comment on column ops.feeds.fetch_headers is 'Extra request headers, as {"Name": "value"}.';
comment on column ops.feeds.interval_override_seconds is 'An operator''s poll interval; wins over the adaptive one.';
comment on column ops.feeds.etag is 'Validator of the last answer; a hint (RFC 9110 8.8.3).';
comment on column ops.feeds.last_modified is 'Validator of the last answer; a hint (RFC 9110 8.8.2).';
comment on column ops.feeds.body_hash is 'sha256 of the last body: equal bytes are not parsed again.';
comment on column ops.feeds.interval_seconds is 'Current poll interval, from the publishing rate and what the feed asks.';
comment on column ops.feeds.entries_per_day is 'Observed publishing rate.';
comment on column ops.feeds.next_poll_at is 'Due from this time on; null: never (retired).';
comment on column ops.feeds.failure_count is 'Failures in a row.';
comment on column ops.feeds.failure_class is 'Class of the last failure: gone, refused, rate_limited, server, timeout, dns, tls, network, not_a_feed, too_large, retired, other.';
comment on column ops.feeds.moved_to is 'Where permanent redirects point.';
comment on column ops.feeds.moved_count is 'How many polls in a row were so redirected.';
comment on column ops.feeds.is_retired is 'True: polling ended for good, see retired_reason.';
comment on column ops.feeds.retired_reason is 'Why polling ended.';
comment on column ops.feeds.polls_since_full_count is 'Conditional polls since the last unconditional one.';
comment on column ops.feeds.last_polled_at is 'Last poll, whatever came of it.';
comment on column ops.feeds.last_success_at is 'Last poll that answered with a feed or "not modified".';
comment on column ops.feeds.last_entry_at is 'When the last new entry was first seen.';
comment on column ops.feeds.claimed_by is 'Run that polls it now.';
comment on column ops.feeds.claimed_at is 'When that run claimed it.';
comment on column ops.feeds.created_at is 'When the feed was added.';
comment on column ops.feeds.item_hashes is 'Hashes of the last document''s items, 8 bytes each: these are not parsed again.';

create table ops.feed_polls (
    poll_id bigint generated always as identity,
    feed_id bigint not null,
    run_id text not null,
    polled_at timestamptz not null,
    outcome text not null,
    status_code integer,
    failure_class text,
    detail text,
    entry_count integer not null default 0,
    new_entry_count integer not null default 0,
    body_bytes bigint,
    elapsed_seconds double precision,
    warnings text[] not null default '{}',
    is_overflow boolean not null default false,
    repair_outcome text,
    repaired_entry_count integer not null default 0,
    constraint feed_polls_pkey primary key (poll_id),
    constraint feed_polls_once_a_run unique (feed_id, run_id),
    constraint feed_polls_feed_exists foreign key (feed_id) references ops.feeds (feed_id) on delete cascade,
    constraint feed_polls_outcome_is_known check (outcome in ('changed', 'unchanged', 'not_modified', 'failed')),
    constraint feed_polls_repair_is_known check (
        repair_outcome in ('repaired', 'nothing_missed', 'incomplete', 'no_sitemap', 'failed')
    )
);
-- retention, and mart.feed_health's last week
create index feed_polls_by_time on ops.feed_polls (polled_at);
-- read_unrepaired_polls: none in good times
create index feed_polls_unrepaired on ops.feed_polls (feed_id) where is_overflow and repair_outcome is null;
comment on table ops.feed_polls is 'One row per poll of a feed.';
comment on column ops.feed_polls.poll_id is 'Number of the poll.';
comment on column ops.feed_polls.feed_id is 'The feed.';
comment on column ops.feed_polls.run_id is 'The run that polled: a DAG run id, or the CLI''s.';
comment on column ops.feed_polls.polled_at is 'When the answer was complete, or the try given up.';
comment on column ops.feed_polls.outcome is 'changed, unchanged (200 with the bytes of before), not_modified (304), failed.';
comment on column ops.feed_polls.status_code is 'HTTP status, where one came.';
comment on column ops.feed_polls.failure_class is 'Class of the failure.';
comment on column ops.feed_polls.detail is 'The error''s message.';
comment on column ops.feed_polls.entry_count is 'Entries in the document.';
comment on column ops.feed_polls.new_entry_count is 'Entries not seen before.';
comment on column ops.feed_polls.body_bytes is 'Size of the document.';
comment on column ops.feed_polls.elapsed_seconds is 'Request to last byte.';
comment on column ops.feed_polls.warnings is 'What the parser repaired or skipped.';
comment on column ops.feed_polls.is_overflow is 'True: no entry in common with the poll before, so some may have been missed.';
comment on column ops.feed_polls.repair_outcome is 'After an overflow, what the site''s news sitemap gave; docs/feeds.md explains the words.';
comment on column ops.feed_polls.repaired_entry_count is 'Entries that the repair added to the ledger.';

-- ops.batches and ops.entries ---------------------------------------------------------------------------------------

create table ops.batches (
    batch_id uuid not null,
    kind text not null,
    run_id text not null,
    batch_number integer not null,
    state text not null default 'open',
    entry_count integer not null default 0,
    created_at timestamptz not null default now(),
    lease_until_at timestamptz not null,
    ended_at timestamptz,
    outcome_counts jsonb not null default '{}',
    stage text,
    error text,
    constraint batches_pkey primary key (batch_id),
    constraint batches_once_a_run unique (run_id, batch_number),
    constraint batches_state_is_known check (state in ('open', 'loaded', 'abandoned')),
    constraint batches_kind_is_known check (kind in ('ingest', 'backfill', 'reprocess'))
);
-- plan_batches: those whose run died
create index batches_open on ops.batches (lease_until_at) where state = 'open';
comment on table ops.batches is 'One row per batch: a few hundred entries that travel the stages together.';
comment on column ops.batches.batch_id is 'UUIDv5 of run and number, so that planning again gives the same.';
comment on column ops.batches.kind is 'ingest, backfill or reprocess.';
comment on column ops.batches.run_id is 'The run that planned it.';
comment on column ops.batches.batch_number is 'Place within the run.';
comment on column ops.batches.state is 'open, loaded, or abandoned: its run died and its entries were planned anew.';
comment on column ops.batches.entry_count is 'Entries in it.';
comment on column ops.batches.created_at is 'When it was planned.';
comment on column ops.batches.lease_until_at is 'An open batch older than this may be taken over.';
comment on column ops.batches.ended_at is 'When it was loaded or abandoned.';
comment on column ops.batches.outcome_counts is 'How many entries ended in which state.';
comment on column ops.batches.stage is 'Stage at work, or that broke; null: none, or a service of our own was away.';
comment on column ops.batches.error is 'What that stage broke with, if it could still say so.';

create table ops.entries (
    entry_id bigint generated always as identity,
    feed_id bigint not null,
    entry_key text not null,
    url text,
    host text not null default '',
    title text,
    entry jsonb not null,
    entry_hash text not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    state text not null default 'discovered',
    state_reason text not null default '',
    state_detail text not null default '',
    state_at timestamptz not null,
    article_id uuid,
    batch_id uuid,
    is_planned boolean not null default false,
    attempt_count integer not null default 0,
    next_attempt_at timestamptz not null,
    raw_file text,
    raw_offset bigint,
    raw_length bigint,
    raw_digest text,
    origin text not null default 'feed',
    broken_batch_count integer not null default 0,
    constraint entries_pkey primary key (entry_id),
    constraint entries_seen_once_a_feed unique (feed_id, entry_key),
    constraint entries_feed_exists foreign key (feed_id) references ops.feeds (feed_id),
    constraint entries_batch_exists foreign key (batch_id) references ops.batches (batch_id),
    constraint entries_state_is_known check (
        state in (
            'discovered', 'loaded', 'copy', 'revision', 'unchanged',
            'refused', 'unreachable', 'not_article', 'quarantined'
        )
    ),
    constraint entries_end_has_a_reason check (state = 'discovered' or state_reason <> ''),
    constraint entries_origin_is_known check (origin in ('feed', 'sitemap', 'archive'))
);
-- plan_batches: what waits
create index entries_waiting on ops.entries (next_attempt_at) where state = 'discovered' and not is_planned;
-- read_batch, release of dead batches
create index entries_of_batch on ops.entries (batch_id) where batch_id is not null;
-- show: sightings of an article; ledger by day
create index entries_of_article on ops.entries (article_id) where article_id is not null;
create index entries_by_day on ops.entries (first_seen_at);
-- find_article, article_entries; a hash, for URLs have no bound that a b-tree could hold
create index entries_by_url on ops.entries using hash (url);
comment on table ops.entries is 'The ledger: one row per entry of a feed ever discovered; each ends in exactly one state with its reason.';
comment on column ops.entries.entry_id is 'Number of the entry.';
comment on column ops.entries.feed_id is 'The feed (or backfill source) that showed it.';
comment on column ops.entries.entry_key is 'Identity within the feed: GUID if distinct there, else URL, else content hash.';
comment on column ops.entries.url is 'Link according to the feed, absolute; null when it has none.';
comment on column ops.entries.host is 'Host of the link: batches keep a host together, for politeness.';
comment on column ops.entries.title is 'Title according to the feed.';
comment on column ops.entries.entry is 'The whole entry according to the feed.';
comment on column ops.entries.entry_hash is 'Hash of title and times: a change sends the entry round again.';
comment on column ops.entries.first_seen_at is 'When we first saw it.';
comment on column ops.entries.last_seen_at is 'When a poll last showed it changed or new.';
comment on column ops.entries.state is 'discovered (waits or under way), or the end: loaded, copy, revision, unchanged, refused, unreachable, not_article, quarantined.';
comment on column ops.entries.state_reason is 'Why, as a stable word, such as http_404 or robots.';
comment on column ops.entries.state_detail is 'Why, in full.';
comment on column ops.entries.state_at is 'Since when.';
comment on column ops.entries.article_id is 'The article it led to.';
comment on column ops.entries.batch_id is 'The batch that has it under way, or had it last.';
comment on column ops.entries.is_planned is 'True while a batch has it under way.';
comment on column ops.entries.attempt_count is 'Tries to fetch the page that failed for a passing reason.';
comment on column ops.entries.next_attempt_at is 'Not planned before this.';
comment on column ops.entries.raw_file is 'Archive file that already holds the page (backfill, reprocess).';
comment on column ops.entries.raw_offset is 'Byte offset of the record.';
comment on column ops.entries.raw_length is 'Length of the record in bytes.';
comment on column ops.entries.raw_digest is 'sha256 of the payload.';
comment on column ops.entries.origin is 'Where it was found first: feed, sitemap (after an overflow), archive (backfill).';
comment on column ops.entries.broken_batch_count is 'Batches in a row that broke with it; after the last try it is quarantined.';

create table ops.reclassify_runs (
    run_id uuid not null,
    model_version text not null,
    since_at timestamptz,
    until_at timestamptz,
    source text,
    state text not null default 'comparing',
    article_count integer not null,
    created_by text not null,
    created_at timestamptz not null,
    compared_at timestamptz,
    applied_at timestamptz,
    constraint reclassify_runs_pkey primary key (run_id),
    constraint reclassify_runs_state_is_known check (state in ('comparing', 'compared', 'applied'))
);
comment on table ops.reclassify_runs is 'One row per comparison of a classifier with the topics that stand, over a span of history; applied when asked.';
comment on column ops.reclassify_runs.run_id is 'Id of the comparison.';
comment on column ops.reclassify_runs.model_version is 'The classifier that judged anew.';
comment on column ops.reclassify_runs.since_at is 'Articles dated from here on; null: from the first.';
comment on column ops.reclassify_runs.until_at is 'Articles dated before this; null: to the last.';
comment on column ops.reclassify_runs.source is 'Only this outlet; null: all.';
comment on column ops.reclassify_runs.state is 'comparing (also when it was interrupted), compared, applied.';
comment on column ops.reclassify_runs.article_count is 'Articles in the span.';
comment on column ops.reclassify_runs.created_by is 'Run or person that asked.';
comment on column ops.reclassify_runs.created_at is 'When it was asked for.';
comment on column ops.reclassify_runs.compared_at is 'When the last batch was compared.';
comment on column ops.reclassify_runs.applied_at is 'When the last batch was applied.';

create table ops.reclassify_batches (
    run_id uuid not null,
    batch_number integer not null,
    article_ids uuid[] not null,
    state text not null default 'open',
    changed_meanwhile_count integer,
    constraint reclassify_batches_pkey primary key (run_id, batch_number),
    constraint reclassify_batches_run_exists foreign key (run_id)
    references ops.reclassify_runs (run_id) on delete cascade,
    constraint reclassify_batches_state_is_known check (state in ('open', 'compared', 'applied'))
);
comment on table ops.reclassify_batches is 'One row per batch of a comparison: what is done and what is left.';
comment on column ops.reclassify_batches.run_id is 'The comparison.';
comment on column ops.reclassify_batches.batch_number is 'Place within it, from 0.';
comment on column ops.reclassify_batches.article_ids is 'Its articles.';
comment on column ops.reclassify_batches.state is 'open, compared, applied.';
comment on column ops.reclassify_batches.changed_meanwhile_count is 'Articles left as they are because a new version was loaded between comparison and application.';

create table ops.topic_changes (
    run_id uuid not null,
    batch_number integer not null,
    article_id uuid not null,
    topic text not null,
    old_version text,
    old_probability double precision,
    new_probability double precision,
    is_old_assigned boolean not null,
    is_new_assigned boolean not null,
    is_old_unsure boolean not null,
    is_new_unsure boolean not null,
    constraint topic_changes_pkey primary key (run_id, article_id, topic),
    constraint topic_changes_batch_exists foreign key (run_id, batch_number)
    references ops.reclassify_batches (run_id, batch_number) on delete cascade
);
-- compare_topics writes a batch anew
create index topic_changes_of_batch on ops.topic_changes (run_id, batch_number);
comment on table ops.topic_changes is 'One row per article and topic of a comparison, changed or not: the word that stands beside the new one.';
comment on column ops.topic_changes.run_id is 'The comparison.';
comment on column ops.topic_changes.batch_number is 'Its batch.';
comment on column ops.topic_changes.article_id is 'The article.';
comment on column ops.topic_changes.topic is 'The topic.';
comment on column ops.topic_changes.old_version is 'Classifier of the word that stood; null: none did.';
comment on column ops.topic_changes.old_probability is 'Its probability; null: it did not judge.';
comment on column ops.topic_changes.new_probability is 'The new classifier''s; null: it does not judge this language or topic.';
comment on column ops.topic_changes.is_old_assigned is 'Whether the topic stood, by the model.';
comment on column ops.topic_changes.is_new_assigned is 'Whether the new classifier gives it.';
comment on column ops.topic_changes.is_old_unsure is 'Whether it stood in review, by the model.';
comment on column ops.topic_changes.is_new_unsure is 'Whether the new classifier sends it to review.';

create table ops.reextract_runs (
    run_id uuid not null,
    extractor text not null,
    since_at timestamptz,
    until_at timestamptz,
    source text,
    article_id uuid,
    is_older_only boolean not null,
    state text not null default 'comparing',
    article_count integer not null,
    created_by text not null,
    created_at timestamptz not null,
    compared_at timestamptz,
    applied_at timestamptz,
    constraint reextract_runs_pkey primary key (run_id),
    constraint reextract_runs_state_is_known check (state in ('comparing', 'compared', 'applied'))
);
comment on table ops.reextract_runs is 'One row per comparison of the articles that stand with what the extractor reads from their archived pages; applied when asked.';
comment on column ops.reextract_runs.run_id is 'Id of the comparison.';
comment on column ops.reextract_runs.extractor is 'The extractor that read anew.';
comment on column ops.reextract_runs.since_at is 'Articles dated from here on; null: from the first.';
comment on column ops.reextract_runs.until_at is 'Articles dated before this; null: to the last.';
comment on column ops.reextract_runs.source is 'Only this outlet; null: all.';
comment on column ops.reextract_runs.article_id is 'Only this article; null: all.';
comment on column ops.reextract_runs.is_older_only is 'True: only articles that an older extractor made.';
comment on column ops.reextract_runs.state is 'comparing (also when it was interrupted), compared, applied.';
comment on column ops.reextract_runs.article_count is 'Articles to read anew.';
comment on column ops.reextract_runs.created_by is 'Run or person that asked.';
comment on column ops.reextract_runs.created_at is 'When it was asked for.';
comment on column ops.reextract_runs.compared_at is 'When the last batch was compared.';
comment on column ops.reextract_runs.applied_at is 'When the last batch was applied.';

create table ops.reextract_batches (
    run_id uuid not null,
    batch_number integer not null,
    article_ids uuid[] not null,
    state text not null default 'open',
    changed_meanwhile_count integer,
    constraint reextract_batches_pkey primary key (run_id, batch_number),
    constraint reextract_batches_run_exists foreign key (run_id)
    references ops.reextract_runs (run_id) on delete cascade,
    constraint reextract_batches_state_is_known check (state in ('open', 'compared', 'applied'))
);
comment on table ops.reextract_batches is 'One row per batch of a comparison of readings: what is done and what is left.';
comment on column ops.reextract_batches.run_id is 'The comparison.';
comment on column ops.reextract_batches.batch_number is 'Place within it, from 0.';
comment on column ops.reextract_batches.article_ids is 'Its articles.';
comment on column ops.reextract_batches.state is 'open, compared, applied.';
comment on column ops.reextract_batches.changed_meanwhile_count is 'Articles left as they are because a newer version was loaded, or on its way, between comparison and application.';

create table ops.text_changes (
    run_id uuid not null,
    batch_number integer not null,
    article_id uuid not null,
    outcome text not null,
    reason text not null default '',
    detail text not null default '',
    changed_fields text[] not null default '{}',
    old_extractor text not null,
    old_title text,
    new_title text,
    old_published_at timestamptz,
    new_published_at timestamptz,
    old_authors text[] not null default '{}',
    new_authors text[] not null default '{}',
    old_word_count integer not null,
    new_word_count integer,
    added_word_count integer,
    removed_word_count integer,
    changed_ratio double precision,
    added_text text,
    removed_text text,
    new_url text,
    old_values jsonb not null default '{}',
    new_values jsonb not null default '{}',
    constraint text_changes_pkey primary key (run_id, article_id),
    constraint text_changes_batch_exists foreign key (run_id, batch_number)
    references ops.reextract_batches (run_id, batch_number) on delete cascade,
    constraint text_changes_outcome_is_known check (outcome in ('unchanged', 'changed', 'no_article', 'unreadable'))
);
-- clear_text_changes: a batch is compared anew
create index text_changes_of_batch on ops.text_changes (run_id, batch_number);
comment on table ops.text_changes is 'One row per article of a comparison of readings, changed or not.';
comment on column ops.text_changes.run_id is 'The comparison.';
comment on column ops.text_changes.batch_number is 'Its batch.';
comment on column ops.text_changes.article_id is 'The article.';
comment on column ops.text_changes.outcome is 'unchanged, changed, no_article (the extractor calls the page none now), unreadable (its archive record is gone or breaks the extractor). The last two are kept as they stand.';
comment on column ops.text_changes.reason is 'Why no_article or unreadable, as a stable word, such as listing or raw_missing.';
comment on column ops.text_changes.detail is 'Why, in full.';
comment on column ops.text_changes.changed_fields is 'What is read otherwise: title, text, published, modified, authors, language, section, tags, places, other.';
comment on column ops.text_changes.old_extractor is 'Extractor of what stood.';
comment on column ops.text_changes.old_title is 'Headline that stood.';
comment on column ops.text_changes.new_title is 'Headline as read now.';
comment on column ops.text_changes.old_published_at is 'Publication time that stood.';
comment on column ops.text_changes.new_published_at is 'Publication time as read now.';
comment on column ops.text_changes.old_authors is 'Authors that stood.';
comment on column ops.text_changes.new_authors is 'Authors as read now.';
comment on column ops.text_changes.old_word_count is 'Words of the body that stood.';
comment on column ops.text_changes.new_word_count is 'Words of the body as read now.';
comment on column ops.text_changes.added_word_count is 'Words of the body that come; null where it is the same.';
comment on column ops.text_changes.removed_word_count is 'Words of the body that go; null where it is the same.';
comment on column ops.text_changes.changed_ratio is 'Share of the text that changes: words that come and go of all words before and after; null where the body is the same.';
comment on column ops.text_changes.added_text is 'First stretch that comes, cut short.';
comment on column ops.text_changes.removed_text is 'First stretch that goes, cut short.';
comment on column ops.text_changes.new_url is 'Canonical address as it would be read now, where that is not the article''s. The article keeps its own.';
comment on column ops.text_changes.old_values is 'Other columns that change, as they stood: name to value.';
comment on column ops.text_changes.new_values is 'The same columns as read now.';

create table ops.page_fetches (
    fetch_id bigint generated always as identity,
    entry_id bigint not null,
    batch_id uuid not null,
    url text not null,
    final_url text,
    status_code integer,
    outcome text not null,
    reason text not null default '',
    content_type text,
    fetched_at timestamptz not null,
    elapsed_seconds double precision,
    body_bytes bigint,
    raw_file text,
    raw_offset bigint,
    raw_length bigint,
    raw_digest text,
    constraint page_fetches_pkey primary key (fetch_id),
    constraint page_fetches_once_a_batch unique (batch_id, entry_id),
    constraint page_fetches_entry_exists foreign key (entry_id) references ops.entries (entry_id) on delete cascade
);
-- show, raw show: the fetches of an entry
create index page_fetches_of_entry on ops.page_fetches (entry_id, fetched_at);
comment on table ops.page_fetches is 'One row per try to get an entry''s page, with the place of the raw bytes in the archive.';
comment on column ops.page_fetches.fetch_id is 'Number of the fetch.';
comment on column ops.page_fetches.entry_id is 'The entry.';
comment on column ops.page_fetches.batch_id is 'The batch.';
comment on column ops.page_fetches.url is 'Address asked.';
comment on column ops.page_fetches.final_url is 'Address after redirects.';
comment on column ops.page_fetches.status_code is 'HTTP status, where one came.';
comment on column ops.page_fetches.outcome is 'fetched, archived (read from the archive), feed_content, or the state it led to.';
comment on column ops.page_fetches.reason is 'Why there is no page.';
comment on column ops.page_fetches.content_type is 'Content-Type as claimed.';
comment on column ops.page_fetches.fetched_at is 'When the answer was complete, or the try given up.';
comment on column ops.page_fetches.elapsed_seconds is 'Request to last byte.';
comment on column ops.page_fetches.body_bytes is 'Size of the decoded body.';
comment on column ops.page_fetches.raw_file is 'WARC file below the archive''s root.';
comment on column ops.page_fetches.raw_offset is 'Byte offset of the record.';
comment on column ops.page_fetches.raw_length is 'Length of the record in bytes.';
comment on column ops.page_fetches.raw_digest is 'sha256 of the payload.';

create table ops.quarantine (
    quarantine_id bigint generated always as identity,
    entry_id bigint not null,
    batch_id uuid not null,
    stage text not null,
    reason text not null,
    error text not null,
    quarantined_at timestamptz not null,
    resolved_at timestamptz,
    constraint quarantine_pkey primary key (quarantine_id),
    constraint quarantine_once_a_batch unique (batch_id, entry_id),
    constraint quarantine_entry_exists foreign key (entry_id) references ops.entries (entry_id) on delete cascade
);
comment on table ops.quarantine is 'One row per entry that broke a stage; `dateline quarantine replay` sends it round again.';
comment on column ops.quarantine.quarantine_id is 'Number of the case.';
comment on column ops.quarantine.entry_id is 'The entry.';
comment on column ops.quarantine.batch_id is 'The batch in which it broke.';
comment on column ops.quarantine.stage is 'The stage that it broke.';
comment on column ops.quarantine.reason is 'Short stable word.';
comment on column ops.quarantine.error is 'The error in full.';
comment on column ops.quarantine.quarantined_at is 'When.';
comment on column ops.quarantine.resolved_at is 'When it was replayed.';

create table ops.rechecks (
    recheck_id bigint generated always as identity,
    article_id uuid not null,
    check_number integer not null,
    entry_id bigint not null,
    url text not null,
    host text not null,
    due_at timestamptz not null,
    etag text,
    last_modified text,
    raw_digest text,
    batch_id uuid,
    is_planned boolean not null default false,
    attempt_count integer not null default 0,
    outcome text,
    reason text not null default '',
    detail text not null default '',
    ended_at timestamptz,
    broken_batch_count integer not null default 0,
    constraint rechecks_pkey primary key (recheck_id),
    constraint rechecks_one_of_a_number unique (article_id, check_number),
    constraint rechecks_entry_exists foreign key (entry_id) references ops.entries (entry_id) on delete cascade,
    constraint rechecks_batch_exists foreign key (batch_id) references ops.batches (batch_id),
    constraint rechecks_outcome_is_known check (
        outcome in ('unchanged', 'revision', 'gone', 'refused', 'unreachable', 'unreadable')
    ),
    constraint rechecks_end_has_a_reason check (outcome is null or reason <> '')
);
-- lock_due_rechecks: what waits
create index rechecks_due on ops.rechecks (due_at) where outcome is null and not is_planned;
-- read_batch_entries, release of dead batches
create index rechecks_of_batch on ops.rechecks (batch_id) where batch_id is not null;
comment on table ops.rechecks is 'The ledger of re-checks: one row per look, planned or made, at an article''s page after it was loaded, for edits. The first is planned at the load, each next one when the one before ends.';
comment on column ops.rechecks.recheck_id is 'Number of the re-check.';
comment on column ops.rechecks.article_id is 'The article.';
comment on column ops.rechecks.check_number is 'From 1; place in DATELINE_RECHECK_HOURS.';
comment on column ops.rechecks.entry_id is 'The entry that led to the article.';
comment on column ops.rechecks.url is 'Address to ask: where the page stood when it was last fetched.';
comment on column ops.rechecks.host is 'Its host: batches keep a site together, for politeness.';
comment on column ops.rechecks.due_at is 'Not before this.';
comment on column ops.rechecks.etag is 'Validator of the page last fetched; null: ask for the whole page.';
comment on column ops.rechecks.last_modified is 'Validator of the page last fetched; null: ask for the whole page.';
comment on column ops.rechecks.raw_digest is 'sha256 of the page last fetched: the same bytes are not read again.';
comment on column ops.rechecks.batch_id is 'The batch that has it under way, or had it last.';
comment on column ops.rechecks.is_planned is 'True while a batch has it under way.';
comment on column ops.rechecks.attempt_count is 'Tries that failed for a passing reason.';
comment on column ops.rechecks.outcome is 'Null while it waits; then unchanged, revision, gone (404 or 410), refused, unreachable, or unreadable (an answer without an article).';
comment on column ops.rechecks.reason is 'Why, as a stable word, such as not_modified or http_404.';
comment on column ops.rechecks.detail is 'Why, in full.';
comment on column ops.rechecks.ended_at is 'When it ended.';
comment on column ops.rechecks.broken_batch_count is
'Batches in a row that broke with it: it travels with ever fewer others, and ends unreadable after the last try.';

create table ops.site_blocks (
    host text not null,
    block_hash bigint not null,
    page_count integer not null,
    last_seen_at timestamptz not null,
    constraint site_blocks_pkey primary key (host, block_hash)
);
comment on table ops.site_blocks is 'Site memory: one row per text block of a site, with the number of pages that carried it.';
comment on column ops.site_blocks.host is 'Host of the pages, without "www.".';
comment on column ops.site_blocks.block_hash is 'Hash of the block''s text; 0: the row counts the site''s pages.';
comment on column ops.site_blocks.page_count is 'Pages that carried it; halved when a site has many, so that the new outweighs the old.';
comment on column ops.site_blocks.last_seen_at is 'When a page last carried it.';

-- news --------------------------------------------------------------------------------------------------------------

create table news.sources (
    source_id bigint generated always as identity,
    site_url text not null,
    name text not null,
    country text,
    language text,
    kind text,
    created_at timestamptz not null default now(),
    constraint sources_pkey primary key (source_id),
    constraint sources_site_is_known_once unique (site_url)
);
comment on table news.sources is 'One row per outlet.';
comment on column news.sources.source_id is 'Number of the outlet.';
comment on column news.sources.site_url is 'Home page, its identity.';
comment on column news.sources.name is 'Name as operators gave it.';
comment on column news.sources.country is 'ISO 3166-1 alpha-2 of its seat.';
comment on column news.sources.language is 'ISO 639-1 of most of its articles.';
comment on column news.sources.kind is 'agency, newspaper, broadcaster, ministry, cert, police ...';
comment on column news.sources.created_at is 'When it was first known.';

create table news.article_keys (
    article_id uuid not null,
    canonical_url text not null,
    dated_at timestamptz not null,
    first_seen_at timestamptz not null,
    constraint article_keys_pkey primary key (article_id),
    constraint article_keys_url_is_one_article unique (canonical_url)
);
comment on table news.article_keys is 'Identity of articles, unpartitioned: one row per article, and the partition it stands in.';
comment on column news.article_keys.article_id is 'UUIDv5 of canonical_url.';
comment on column news.article_keys.canonical_url is 'Canonical address.';
comment on column news.article_keys.dated_at is 'Partition key of its row in news.articles.';
comment on column news.article_keys.first_seen_at is 'When an entry for it was first seen.';

create table news.stories (
    story_id uuid not null,
    title text,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    merged_into uuid,
    merged_at timestamptz,
    constraint stories_pkey primary key (story_id),
    constraint stories_merge_target_exists foreign key (merged_into) references news.stories (story_id)
);
-- latest_articles, desk_latest: the few that were merged
create index stories_merged on news.stories (merged_into) where merged_into is not null;
comment on table news.stories is 'One row per story: articles about one event. A story that proved to be another''s keeps its id and says so in merged_into.';
comment on column news.stories.story_id is 'Stable id.';
comment on column news.stories.title is 'Headline of its first article.';
comment on column news.stories.first_seen_at is 'When its first article was seen.';
comment on column news.stories.last_seen_at is 'When its latest article was seen.';
comment on column news.stories.merged_into is 'The story that this one proved to be.';
comment on column news.stories.merged_at is 'When that was found.';

create table news.articles (
    article_id uuid not null,
    dated_at timestamptz not null,
    source_id bigint not null,
    canonical_url text not null,
    url text not null,
    title text,
    subtitle text,
    body text not null,
    body_hash text not null,
    language text,
    section text,
    tags text[] not null default '{}',
    dateline_place text,
    wire_agency text,
    site_name text,
    image_url text,
    word_count integer not null,
    is_paywalled boolean not null default false,
    published_at timestamptz,
    published_at_source text,
    published_at_precision text,
    published_at_zone text,
    modified_at timestamptz,
    modified_at_source text,
    first_seen_at timestamptz not null,
    fetched_at timestamptz not null,
    loaded_at timestamptz not null,
    revision_number integer not null default 1,
    is_copy boolean not null,
    duplicate_of uuid,
    copy_group uuid not null,
    similarity_ratio double precision,
    containment_ratio double precision,
    story_id uuid not null,
    decision_reason text not null,
    decision_candidates jsonb not null default '[]',
    is_language_covered boolean not null default true,
    model_version text,
    extractor text not null,
    value_sources jsonb not null default '{}',
    removed_blocks text[] not null default '{}',
    entry_id bigint not null,
    batch_id uuid not null,
    raw_file text,
    raw_offset bigint,
    raw_length bigint,
    raw_digest text,
    search_vector tsvector generated always as (
        setweight(to_tsvector('simple', coalesce(title, '')), 'A')
        || setweight(to_tsvector('simple', left(body, 200000)), 'B')
    ) stored,
    withdrawn_at timestamptz,
    site_blocks jsonb not null default '[]',
    following_pages jsonb not null default '[]',
    constraint articles_pkey primary key (article_id, dated_at),
    constraint articles_key_exists foreign key (article_id) references news.article_keys (article_id),
    constraint articles_source_exists foreign key (source_id) references news.sources (source_id),
    constraint articles_story_exists foreign key (story_id) references news.stories (story_id),
    constraint articles_copy_says_of_what check (is_copy = (duplicate_of is not null)),
    constraint articles_precision_is_known check (published_at_precision in ('second', 'minute', 'day')),
    constraint articles_zone_is_known check (published_at_zone in ('stated', 'assumed'))
) partition by range (dated_at);
-- search
create index articles_search on news.articles using gin (search_vector);
-- latest_articles, topic_daily
create index articles_by_date on news.articles (dated_at desc);
create index articles_by_loading on news.articles (loaded_at desc);
-- show: the story; the copies
create index articles_of_story on news.articles (story_id);
create index articles_of_copy_group on news.articles (copy_group);
create index articles_of_source on news.articles (source_id, dated_at desc);
comment on table news.articles is 'One row per article, as it stands now; partitioned by month of dated_at. Earlier versions: news.article_revisions.';
comment on column news.articles.article_id is 'UUIDv5 of canonical_url.';
comment on column news.articles.dated_at is 'published_at, else first_seen_at: the partition key. Filter on it to read few partitions.';
comment on column news.articles.source_id is 'The outlet.';
comment on column news.articles.canonical_url is 'Canonical address.';
comment on column news.articles.url is 'Address that was fetched.';
comment on column news.articles.title is 'Headline without the site''s name.';
comment on column news.articles.subtitle is 'Standfirst or alternative headline.';
comment on column news.articles.body is 'Text of the body: NFC, no markup, a line per paragraph.';
comment on column news.articles.body_hash is 'Hash of the normalised body (BLAKE2b, 128 bits, hex): equal means the same text.';
comment on column news.articles.language is 'ISO 639-1, by content.';
comment on column news.articles.section is 'Section or category according to the page.';
comment on column news.articles.tags is 'Keywords according to page and feed.';
comment on column news.articles.dateline_place is 'Place that the body''s dateline names.';
comment on column news.articles.wire_agency is 'News agency that the text credits.';
comment on column news.articles.site_name is 'The site''s name according to the page.';
comment on column news.articles.image_url is 'Lead image.';
comment on column news.articles.word_count is 'Words of the body (characters for scripts without spaces).';
comment on column news.articles.is_paywalled is 'True: the page says that it shows only part to those who do not pay.';
comment on column news.articles.published_at is 'Publication time as claimed; see its source, precision and zone.';
comment on column news.articles.published_at_source is 'Who claims it: json-ld, meta, feed, feed-updated, time-element, url, text ...';
comment on column news.articles.published_at_precision is 'second, minute or day.';
comment on column news.articles.published_at_zone is 'stated, or assumed: the claim had no zone and was read as UTC.';
comment on column news.articles.modified_at is 'Modification time as claimed.';
comment on column news.articles.modified_at_source is 'Who claims it.';
comment on column news.articles.first_seen_at is 'When an entry for it was first seen.';
comment on column news.articles.fetched_at is 'When the current version was fetched.';
comment on column news.articles.loaded_at is 'When the current version was loaded.';
comment on column news.articles.revision_number is 'Number of the current version, from 1.';
comment on column news.articles.is_copy is 'True: same text as duplicate_of.';
comment on column news.articles.duplicate_of is 'The article of which this is a copy.';
comment on column news.articles.copy_group is 'Articles with the same text share it.';
comment on column news.articles.similarity_ratio is 'Resemblance to duplicate_of.';
comment on column news.articles.containment_ratio is 'Share of the smaller body that stands in the larger.';
comment on column news.articles.story_id is 'The story: articles about the same event share it.';
comment on column news.articles.decision_reason is 'Why it is new, a copy or a revision.';
comment on column news.articles.decision_candidates is 'Articles it was compared with, and how similar each was.';
comment on column news.articles.is_language_covered is 'False: topics were not judged, the language has no lexicon or model.';
comment on column news.articles.model_version is 'Classifier that gave the topics.';
comment on column news.articles.extractor is 'Extractor and version.';
comment on column news.articles.value_sources is 'Field to the place on the page (or feed) its value came from.';
comment on column news.articles.removed_blocks is 'Page furniture that was stripped from the body by rule.';
comment on column news.articles.entry_id is 'Entry that led to the current version.';
comment on column news.articles.batch_id is 'Batch that loaded the current version.';
comment on column news.articles.raw_file is 'WARC file with the bytes of the current version.';
comment on column news.articles.raw_offset is 'Byte offset of the record.';
comment on column news.articles.raw_length is 'Length of the record in bytes.';
comment on column news.articles.raw_digest is 'sha256 of the payload.';
comment on column news.articles.search_vector is 'Full-text index of title (A) and body (B), no stemming: many languages.';
comment on column news.articles.withdrawn_at is 'When a re-check found the page gone (404 or 410); null while it stands, and again when it comes back.';
comment on column news.articles.following_pages is 'Pages 2, 3 ... that the body was joined from when it was fetched: url, raw (file, offset, length, digest).';
comment on column news.articles.site_blocks is 'Blocks that left the body because the site repeats them: text, page_count, site_page_count.';

create table news.article_revisions (
    article_id uuid not null,
    revision_number integer not null,
    title text,
    body text not null,
    body_hash text not null,
    title_hash text not null,
    modified_at timestamptz,
    fetched_at timestamptz not null,
    valid_from_at timestamptz not null,
    valid_to_at timestamptz,
    batch_id uuid not null,
    raw_file text,
    raw_offset bigint,
    raw_length bigint,
    raw_digest text,
    added_word_count integer,
    removed_word_count integer,
    extractor text not null,
    constraint article_revisions_pkey primary key (article_id, batch_id),
    constraint article_revisions_are_numbered unique (article_id, revision_number) deferrable initially deferred,
    constraint article_revisions_key_exists foreign key (article_id) references news.article_keys (article_id)
);
comment on table news.article_revisions is 'One row per version of an article that we saw.';
comment on column news.article_revisions.article_id is 'The article.';
comment on column news.article_revisions.revision_number is 'From 1.';
comment on column news.article_revisions.title is 'Headline of this version.';
comment on column news.article_revisions.body is 'Body of this version.';
comment on column news.article_revisions.body_hash is 'Hash of the normalised body (BLAKE2b, 128 bits, hex): equal means the same text.';
comment on column news.article_revisions.title_hash is 'Hash of the normalised headline (BLAKE2b, 128 bits, hex).';
comment on column news.article_revisions.modified_at is 'Modification time as claimed in this version.';
comment on column news.article_revisions.fetched_at is 'When this version was fetched.';
comment on column news.article_revisions.valid_from_at is 'From when on we knew this version: fetched_at, or for a page read anew by a later extractor the time that was written.';
comment on column news.article_revisions.valid_to_at is 'Until when; null for the current one.';
comment on column news.article_revisions.batch_id is 'Batch that brought it.';
comment on column news.article_revisions.raw_file is 'WARC file with its bytes.';
comment on column news.article_revisions.raw_offset is 'Byte offset of the record.';
comment on column news.article_revisions.raw_length is 'Length of the record in bytes.';
comment on column news.article_revisions.raw_digest is 'sha256 of the payload.';
comment on column news.article_revisions.added_word_count is 'Words of headline and body that the version before did not have; null for the first.';
comment on column news.article_revisions.removed_word_count is 'Words of headline and body of the version before that this one has not; null for the first.';
comment on column news.article_revisions.extractor is
'Extractor and version; what different ones read may differ though the page did not.';

create table news.fingerprints (
    article_id uuid not null,
    batch_id uuid not null,
    body_hash uuid not null,
    title_hash uuid not null,
    copy_group uuid not null,
    story_id uuid not null,
    seen_at timestamptz not null,
    fetched_at timestamptz not null,
    token_count integer not null,
    similarity_ratio real,
    containment_ratio real,
    is_wire_own boolean not null default false,
    kind text not null,
    reason text not null,
    copy_keys bigint[] not null,
    story_keys bigint[] not null,
    sketch bytea not null,
    constraint fingerprints_pkey primary key (article_id, batch_id),
    constraint fingerprints_kind_is_known check (kind in ('new', 'copy', 'revision'))
) with (autovacuum_vacuum_scale_factor = 0.05);
-- find_candidates: documents that share a key; no list of pending entries, which every probe would read
create index fingerprints_copy_keys on news.fingerprints using gin (copy_keys) with (fastupdate = off);
create index fingerprints_story_keys on news.fingerprints using gin (story_keys) with (fastupdate = off);
-- read_group_members, rename_stories: a group or story that proved to be another's
create index fingerprints_of_copy_group on news.fingerprints (copy_group);
create index fingerprints_of_story on news.fingerprints (story_id);
-- release_dead_batches
create index fingerprints_of_batch on news.fingerprints (batch_id);
comment on table news.fingerprints is 'One row per article and batch that deduplication registered, before the load, under one lock; a load drops the rows it supersedes.';
comment on column news.fingerprints.article_id is 'The article.';
comment on column news.fingerprints.batch_id is 'Batch that registered this version.';
comment on column news.fingerprints.body_hash is 'Hash of the normalised body (BLAKE2b, 128 bits): equal means the same text.';
comment on column news.fingerprints.title_hash is 'Hash of the normalised headline (BLAKE2b, 128 bits).';
comment on column news.fingerprints.copy_group is 'Group of same text, named by its original.';
comment on column news.fingerprints.story_id is 'Story.';
comment on column news.fingerprints.seen_at is 'Published, else first seen: orders originals before copies.';
comment on column news.fingerprints.fetched_at is 'When that version was fetched: an older one never replaces it.';
comment on column news.fingerprints.token_count is 'Tokens of the body.';
comment on column news.fingerprints.similarity_ratio is 'Resemblance to the group''s original.';
comment on column news.fingerprints.containment_ratio is 'Share of the smaller body that stands in the larger, of it and the original.';
comment on column news.fingerprints.is_wire_own is 'True: it stands on the site of the agency that wrote it, and is the original, whenever it came.';
comment on column news.fingerprints.kind is 'new, copy or revision: what was decided, so that the stage can run again.';
comment on column news.fingerprints.reason is 'Why.';
comment on column news.fingerprints.copy_keys is 'Sampled shingle hashes below the span of time they belong to: two documents that share one are compared.';
comment on column news.fingerprints.story_keys is 'The same for events.';
comment on column news.fingerprints.sketch is 'What the comparison needs.';

create table news.crowded_keys (
    first_key bigint not null,
    turn integer not null,
    constraint crowded_keys_pkey primary key (first_key)
);
comment on table news.crowded_keys is 'One row per key of fingerprints that more articles share than a lookup should bring: the next ones get its next turn.';
comment on column news.crowded_keys.first_key is 'The key as it is stored in its first turn.';
comment on column news.crowded_keys.turn is 'The turn that new articles get; a lookup asks for it and the one before.';

create table news.story_merges (
    story_id uuid not null,
    merged_into uuid not null,
    merged_at timestamptz not null,
    constraint story_merges_pkey primary key (story_id)
);
-- record_merges: those that point to a story that is merged itself now
create index story_merges_into on news.story_merges (merged_into);
comment on table news.story_merges is 'One row per story that proved to be another''s, as deduplication found it. Readers keep an article''s story_id; news.stories.merged_into says the same of stories that are loaded.';
comment on column news.story_merges.story_id is 'The story.';
comment on column news.story_merges.merged_into is 'The story that it is part of now, chains followed.';
comment on column news.story_merges.merged_at is 'When that was found first.';

create table news.authors (
    author_id bigint generated always as identity,
    name text not null,
    name_key text not null,
    constraint authors_pkey primary key (author_id),
    constraint authors_name_is_known_once unique (name_key)
);
comment on table news.authors is 'One row per author''s name.';
comment on column news.authors.author_id is 'Number of the author.';
comment on column news.authors.name is 'Name as first seen.';
comment on column news.authors.name_key is 'Name folded for comparison.';

create table news.article_authors (
    article_id uuid not null,
    author_id bigint not null,
    author_number integer not null,
    constraint article_authors_pkey primary key (article_id, author_id),
    constraint article_authors_key_exists foreign key (article_id) references news.article_keys (article_id),
    constraint article_authors_author_exists foreign key (author_id) references news.authors (author_id)
);
create index article_authors_of_author on news.article_authors (author_id);
comment on table news.article_authors is 'One row per author of an article.';
comment on column news.article_authors.article_id is 'The article.';
comment on column news.article_authors.author_id is 'The author.';
comment on column news.article_authors.author_number is 'Place in the byline, from 1.';

create table news.topics (
    topic text not null,
    name text not null,
    definition text not null,
    parent text,
    iptc_codes text[] not null default '{}',
    gdelt_themes text[] not null default '{}',
    implies text[] not null default '{}',
    review_from_ratio double precision,
    review_to_ratio double precision,
    constraint topics_pkey primary key (topic),
    constraint topics_parent_exists foreign key (parent) references news.topics (topic)
);
comment on table news.topics is 'One row per topic and sub-topic, from seeds/topics.';
comment on column news.topics.topic is 'Slug, such as cybercrime.';
comment on column news.topics.name is 'Name for readers.';
comment on column news.topics.definition is 'What belongs and what does not.';
comment on column news.topics.parent is 'The topic of which this is a part.';
comment on column news.topics.iptc_codes is 'IPTC Media Topic codes.';
comment on column news.topics.gdelt_themes is 'GDELT themes that match.';
comment on column news.topics.implies is 'Topics that an article with this one has too, followed through chains.';
comment on column news.topics.review_from_ratio is 'From this probability on an article goes to review; null for sub-topics.';
comment on column news.topics.review_to_ratio is 'Below this probability an article goes to review; null for sub-topics.';

create table news.classifier_models (
    model_version text not null,
    registered_at timestamptz not null default now(),
    is_current boolean not null default false,
    figures jsonb not null default '{}',
    origin text not null default 'shipped',
    artefact_path text,
    artefact_hash text,
    based_on text,
    trained_on jsonb not null default '{}',
    constraint classifier_models_pkey primary key (model_version),
    constraint classifier_models_origin_is_known check (origin in ('shipped', 'trained', 'seeds'))
);
create unique index classifier_models_one_is_current on news.classifier_models (is_current) where is_current;
comment on table news.classifier_models is 'One row per classifier that ever judged.';
comment on column news.classifier_models.model_version is 'Version, from the hash of model and lexicon.';
comment on column news.classifier_models.registered_at is 'When it was first used here.';
comment on column news.classifier_models.is_current is 'True for the one in use.';
comment on column news.classifier_models.figures is 'Its measured quality: per topic and source precision, recall, F1, calibration error, counts, and intervals of the difference to based_on.';
comment on column news.classifier_models.origin is 'shipped: came with the program; trained: made here by train_topics; seeds: weights of based_on with lexicon or taxonomy edited since.';
comment on column news.classifier_models.artefact_path is 'File of the weights below the archive root; null: none are kept, as for a lexicon alone.';
comment on column news.classifier_models.artefact_hash is 'sha256 of that file: what does not match is not used.';
comment on column news.classifier_models.based_on is 'The model that this one was trained from or compared with.';
comment on column news.classifier_models.trained_on is 'What it was trained on: files with their sha256, counts by set and source, the labels and the last label_id.';

create table news.model_decisions (
    decision_id bigint generated always as identity,
    model_version text not null,
    previous_version text,
    decision text not null,
    reason text not null,
    figures jsonb not null default '{}',
    decided_by text not null,
    decided_at timestamptz not null,
    constraint model_decisions_pkey primary key (decision_id),
    constraint model_decisions_model_exists foreign key (model_version) references news.classifier_models (model_version),
    constraint model_decisions_previous_exists foreign key (previous_version)
    references news.classifier_models (model_version),
    constraint model_decisions_decision_is_known check (
        decision in ('registered', 'promoted', 'held', 'rolled_back', 'fallback')
    )
);
create index model_decisions_of_model on news.model_decisions (model_version, decision_id);
comment on table news.model_decisions is 'One row per decision on a classifier, with its reason. The history of which one was in use.';
comment on column news.model_decisions.decision_id is 'Number of the decision, in order of time.';
comment on column news.model_decisions.model_version is 'The classifier decided on.';
comment on column news.model_decisions.previous_version is 'The one in use before, when this decision changed which is in use; else null.';
comment on column news.model_decisions.decision is 'registered: made known; promoted: put into use; held: not promoted; rolled_back: put back into use; fallback: its weights could not be used.';
comment on column news.model_decisions.reason is 'Why, in full.';
comment on column news.model_decisions.figures is 'What the decision rests on: per topic the difference of F1 with its interval.';
comment on column news.model_decisions.decided_by is 'Run or person.';
comment on column news.model_decisions.decided_at is 'When.';

create table news.article_topics (
    article_id uuid not null,
    topic text not null,
    probability double precision,
    is_assigned boolean not null,
    needs_review boolean not null,
    evidence jsonb not null default '[]',
    implied_by text,
    model_version text,
    classified_at timestamptz,
    is_model_assigned boolean not null,
    is_model_unsure boolean not null,
    decided_by text not null default 'model',
    label_id bigint,
    constraint article_topics_pkey primary key (article_id, topic),
    constraint article_topics_key_exists foreign key (article_id) references news.article_keys (article_id),
    constraint article_topics_topic_exists foreign key (topic) references news.topics (topic),
    constraint article_topics_model_exists foreign key (model_version) references news.classifier_models (model_version),
    constraint article_topics_probability_is_one check (probability between 0 and 1),
    constraint article_topics_assigned_has_evidence check (
        not is_model_assigned or jsonb_array_length(evidence) > 0
    ),
    constraint article_topics_model_says_how_sure check ((model_version is null) = (probability is null)),
    constraint article_topics_decided_by_is_known check (decided_by in ('model', 'label'))
);
-- topic_daily and lists of a topic
create index article_topics_assigned on news.article_topics (topic, article_id) where is_assigned;
create index article_topics_review on news.article_topics (topic, probability) where needs_review;
comment on table news.article_topics is 'One row per article and topic judged by a model or a reader. A label in news.topic_labels wins at once and stays; the model''s own word stands beside it.';
comment on column news.article_topics.article_id is 'The article.';
comment on column news.article_topics.topic is 'The topic.';
comment on column news.article_topics.probability is 'The model''s calibrated probability, also where a label decided; null where no model judged.';
comment on column news.article_topics.is_assigned is 'True: the article has the topic, by label or else by model.';
comment on column news.article_topics.needs_review is 'True: too close to call and settled by no label, a reader should look.';
comment on column news.article_topics.evidence is 'Spans that decided the model: field, start, end, text, weight.';
comment on column news.article_topics.implied_by is 'The topic that, for the model, carries this one with it.';
comment on column news.article_topics.model_version is 'Classifier; null where only a label speaks.';
comment on column news.article_topics.classified_at is 'When that classifier judged.';
comment on column news.article_topics.is_model_assigned is 'Whether the model gives the topic; what was before: news.article_topic_history.';
comment on column news.article_topics.is_model_unsure is 'Whether the probability lies in the topic''s review band.';
comment on column news.article_topics.decided_by is 'label or model.';
comment on column news.article_topics.label_id is 'The label that decided: on this topic, or a yes to one that carries this one with it.';

create table news.article_topic_history (
    article_id uuid not null,
    topic text not null,
    model_version text not null,
    probability double precision,
    is_assigned boolean not null,
    is_unsure boolean not null,
    classified_at timestamptz,
    replaced_at timestamptz not null,
    constraint article_topic_history_pkey primary key (article_id, topic, model_version),
    constraint article_topic_history_key_exists foreign key (article_id) references news.article_keys (article_id),
    constraint article_topic_history_model_exists foreign key (model_version)
    references news.classifier_models (model_version)
);
comment on table news.article_topic_history is 'One row per article, topic and model whose word another model''s has replaced: what it said last.';
comment on column news.article_topic_history.article_id is 'The article.';
comment on column news.article_topic_history.topic is 'The topic.';
comment on column news.article_topic_history.model_version is 'The classifier that said so.';
comment on column news.article_topic_history.probability is 'Its probability.';
comment on column news.article_topic_history.is_assigned is 'Whether it gave the topic.';
comment on column news.article_topic_history.is_unsure is 'Whether it sent the article to review.';
comment on column news.article_topic_history.classified_at is 'When it said so.';
comment on column news.article_topic_history.replaced_at is 'When its word was replaced.';

create table news.topic_labels (
    label_id bigint generated always as identity,
    article_id uuid not null,
    topic text not null,
    is_positive boolean not null,
    reason text not null default '',
    labelled_by text not null default session_user,
    labelled_at timestamptz not null default now(),
    body_hash text,
    constraint topic_labels_pkey primary key (label_id),
    constraint topic_labels_key_exists foreign key (article_id) references news.article_keys (article_id),
    constraint topic_labels_topic_exists foreign key (topic) references news.topics (topic)
);
create index topic_labels_of_article on news.topic_labels (article_id, topic, labelled_at desc);
comment on table news.topic_labels is 'One row per label a reader gave. The latest of an article and topic wins over the model at once; saying again what stands adds no row.';
comment on column news.topic_labels.label_id is 'Number of the label.';
comment on column news.topic_labels.article_id is 'The article.';
comment on column news.topic_labels.topic is 'The topic.';
comment on column news.topic_labels.is_positive is 'True: the article has the topic; false: it has not.';
comment on column news.topic_labels.reason is 'Why, in the reader''s words.';
comment on column news.topic_labels.labelled_by is 'Who.';
comment on column news.topic_labels.labelled_at is 'When.';
comment on column news.topic_labels.body_hash is 'Hash of the body that the reader saw; another one now means that the text changed since.';

-- A label decides rows of article_topics; taken away, they are settled anew.
alter table news.article_topics add constraint article_topics_label_exists foreign key (label_id)
references news.topic_labels (label_id) on delete set null;
create index article_topics_of_label on news.article_topics (label_id) where label_id is not null;

-- The effective word on a topic of an article: the reader's latest label, else a label on a topic that carries this one
-- with it, else the model's. A trigger keeps it, so that it holds whoever writes, in whatever order.
create function news.settle_article_topic() returns trigger
language plpgsql set search_path = pg_catalog, news as $$
declare
    decided record;
    is_ground_withdrawn boolean := false;
begin
    if tg_op = 'INSERT' then
        new.is_model_assigned := coalesce(new.is_model_assigned, new.is_assigned);
        new.is_model_unsure := coalesce(new.is_model_unsure, new.needs_review);
    else
        -- A writer that knows only the effective columns means the model's word.
        if new.is_assigned <> old.is_assigned and new.is_model_assigned = old.is_model_assigned then
            new.is_model_assigned := new.is_assigned;
        end if;
        if new.needs_review <> old.needs_review and new.is_model_unsure = old.is_model_unsure then
            new.is_model_unsure := new.needs_review;
        end if;
    end if;
    if not exists (select 1 from topic_labels as labels where labels.article_id = new.article_id) then
        new.is_assigned := new.is_model_assigned;
        new.needs_review := new.is_model_unsure;
        new.decided_by := 'model';
        new.label_id := null;
        return new;
    end if;
    with latest as (
        select distinct on (labels.topic)
            labels.topic,
            labels.label_id,
            labels.is_positive
        from topic_labels as labels
        where labels.article_id = new.article_id
        order by labels.topic, labels.labelled_at desc, labels.label_id desc
    )
    select
        latest.label_id,
        latest.is_positive
    into decided
    from latest
    left join topics on latest.topic = topics.topic
    where latest.topic = new.topic or (latest.is_positive and new.topic = any(topics.implies))
    order by (latest.topic = new.topic) desc, latest.label_id
    limit 1;
    if found then
        new.is_assigned := decided.is_positive;
        new.needs_review := false;
        new.decided_by := 'label';
        new.label_id := decided.label_id;
        return new;
    end if;
    -- The model gave it only because of a topic that a reader has taken away: nobody has judged it by itself.
    if new.implied_by is not null and new.is_model_assigned then
        select not labels.is_positive
        into is_ground_withdrawn
        from topic_labels as labels
        where labels.article_id = new.article_id and labels.topic = new.implied_by
        order by labels.labelled_at desc, labels.label_id desc
        limit 1;
    end if;
    new.is_assigned := new.is_model_assigned;
    new.needs_review := new.is_model_unsure or coalesce(is_ground_withdrawn, false);
    new.decided_by := 'model';
    new.label_id := null;
    return new;
end
$$;
comment on function news.settle_article_topic is 'Settles is_assigned, needs_review, decided_by and label_id of a row of news.article_topics: labels win over the model.';
create trigger article_topics_settle before insert or update on news.article_topics
for each row execute function news.settle_article_topic();

create function news.keep_article_topic() returns trigger
language plpgsql set search_path = pg_catalog, news as $$
begin
    if tg_op = 'UPDATE' then
        if old.model_version is not distinct from new.model_version then
            return null;
        end if;
    end if;
    insert into article_topic_history (
        article_id, topic, model_version, probability, is_assigned, is_unsure, classified_at, replaced_at
    )
    values (
        old.article_id, old.topic, old.model_version, old.probability, old.is_model_assigned, old.is_model_unsure,
        old.classified_at, now()
    )
    on conflict (article_id, topic, model_version) do update set
        probability = excluded.probability,
        is_assigned = excluded.is_assigned,
        is_unsure = excluded.is_unsure,
        classified_at = excluded.classified_at,
        replaced_at = excluded.replaced_at;
    return null;
end
$$;
comment on function news.keep_article_topic is 'Keeps the word of a model in news.article_topic_history when another model''s replaces it.';
create trigger article_topics_keep after update or delete on news.article_topics
for each row when (old.model_version is not null) execute function news.keep_article_topic();

create function news.stamp_topic_label() returns trigger
language plpgsql security definer set search_path = pg_catalog, news as $$
declare
    above text;
    before_it record;
begin
    select topics.parent into above from topics where topics.topic = new.topic;
    if above is not null then
        raise exception '% is a sub-topic; articles are given topics: label % instead', new.topic, above
            using errcode = 'check_violation';
    end if;
    if new.body_hash is null then
        select articles.body_hash
        into new.body_hash
        from article_keys as keys
        inner join articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
        where keys.article_id = new.article_id;
    end if;
    select
        labels.is_positive,
        labels.labelled_by,
        labels.reason,
        labels.body_hash
    into before_it
    from topic_labels as labels
    where labels.article_id = new.article_id and labels.topic = new.topic
    order by labels.labelled_at desc, labels.label_id desc
    limit 1;
    if found and (before_it.is_positive, before_it.labelled_by, before_it.reason)
        = (new.is_positive, new.labelled_by, new.reason)
        and before_it.body_hash is not distinct from new.body_hash then
        return null;
    end if;
    return new;
end
$$;
comment on function news.stamp_topic_label is 'Refuses labels on sub-topics, notes the version that was read, and passes over a label that says again what stands.';
create trigger topic_labels_stamp before insert on news.topic_labels
for each row execute function news.stamp_topic_label();

create function news.apply_topic_label() returns trigger
language plpgsql security definer set search_path = pg_catalog, news as $$
declare
    implied text[];
    said record := coalesce(new, old);
begin
    select topics.implies into implied from topics where topics.topic = said.topic;
    insert into article_topics (article_id, topic, is_assigned, needs_review)
    select
        said.article_id,
        given.topic,
        false,
        false
    from unnest(array[said.topic] || case when said.is_positive then implied else '{}' end) as given (topic)
    order by given.topic
    on conflict (article_id, topic) do nothing;
    update article_topics
    set topic = article_topics.topic
    where article_topics.article_id = said.article_id and article_topics.topic = any(array[said.topic] || implied);
    return null;
end
$$;
comment on function news.apply_topic_label is 'Has the rows of news.article_topics that a label touches settled again.';
create trigger topic_labels_apply after insert or update or delete on news.topic_labels
for each row execute function news.apply_topic_label();

create table news.article_places (
    article_id uuid not null,
    kind text not null,
    country_code text not null,
    place_name text not null,
    geoname_id bigint,
    mention_count integer not null,
    salience_ratio double precision not null,
    is_main boolean not null,
    evidence jsonb not null default '[]',
    constraint article_places_pkey primary key (article_id, kind, country_code, place_name),
    constraint article_places_key_exists foreign key (article_id) references news.article_keys (article_id),
    constraint article_places_kind_is_known check (kind in ('country', 'region', 'city')),
    constraint article_places_code_is_iso check (country_code ~ '^[A-Z]{2}$'),
    constraint article_places_salience_is_a_share check (salience_ratio between 0 and 1)
);
-- article_countries, country_daily; articles about a place
create index article_places_by_country on news.article_places (country_code, article_id) where kind = 'country';
create index article_places_by_name on news.article_places (place_name) where kind <> 'country';
comment on table news.article_places is
'One row per country, region or city that an article names; is_main: it is about it. Names: CLDR, GeoNames (CC BY).';
comment on column news.article_places.article_id is 'The article.';
comment on column news.article_places.kind is 'country, region or city. A country has a row of its own that holds its places.';
comment on column news.article_places.country_code is 'ISO 3166-1 alpha-2; XK for Kosovo.';
comment on column news.article_places.place_name is 'English name as the gazetteer has it; the country''s for a country.';
comment on column news.article_places.geoname_id is 'GeoNames'' number of a city.';
comment on column news.article_places.mention_count is 'Mentions in title and body; for a country its places and people too.';
comment on column news.article_places.salience_ratio is
'Share of the weight of all places of the article, 0 to 1; title, dateline and lead weigh more.';
comment on column news.article_places.is_main is 'True: the article is about it, not only mentions it.';
comment on column news.article_places.evidence is 'Spans that name it: field, start, end, text, weight.';

-- Partitions come as months are needed. The writer may not own tables, so the function runs as its owner.
create function news.ensure_article_partition(month_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, news as $$
declare
    month_start timestamptz := date_trunc('month', month_at at time zone 'UTC') at time zone 'UTC';
    month_end timestamptz := (date_trunc('month', month_at at time zone 'UTC') + interval '1 month') at time zone 'UTC';
    partition_name text := 'articles_' || to_char(month_at at time zone 'UTC', 'YYYY_MM');
begin
    if to_regclass('news.' || partition_name) is not null then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtext('news.ensure_article_partition'));
    if to_regclass('news.' || partition_name) is null then
        execute format(
            'create table news.%I partition of news.articles for values from (%L) to (%L)',
            partition_name, month_start, month_end
        );
    end if;
end
$$;
comment on function news.ensure_article_partition is 'Creates the partition of the month (UTC) of a time, if it is missing.';

-- In plain SQL, so that a filter on its result reaches the tables' indexes.
create function news.articles_as_of(as_of_at timestamptz) returns table (
    article_id uuid,
    revision_number integer,
    canonical_url text,
    source text,
    dated_at timestamptz,
    title text,
    body text,
    modified_at timestamptz,
    fetched_at timestamptz,
    valid_from_at timestamptz,
    valid_to_at timestamptz,
    is_withdrawn boolean
)
language sql stable as $$
    select
        revisions.article_id,
        revisions.revision_number,
        articles.canonical_url,
        sources.name,
        articles.dated_at,
        revisions.title,
        revisions.body,
        revisions.modified_at,
        revisions.fetched_at,
        revisions.valid_from_at,
        revisions.valid_to_at,
        coalesce(articles.withdrawn_at <= as_of_at, false)
    from news.article_revisions as revisions
    inner join news.article_keys as keys on revisions.article_id = keys.article_id
    inner join news.articles as articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    inner join news.sources as sources on articles.source_id = sources.source_id
    where
        revisions.valid_from_at <= as_of_at
        and (revisions.valid_to_at is null or revisions.valid_to_at > as_of_at)
$$;
comment on function news.articles_as_of is 'Every article as it was known at a time: the version we had then, one row an article. Filter on article_id or dated_at.';

-- mart --------------------------------------------------------------------------------------------------------------

create view mart.article_topics as
select
    given.article_id,
    given.topic,
    given.is_assigned,
    case
        when given.decided_by = 'model' then given.probability
        when given.is_assigned then cast(1 as double precision)
        else cast(0 as double precision)
    end as probability,
    given.evidence,
    given.decided_by,
    given.probability as model_probability,
    given.model_version,
    labels.labelled_by,
    labels.labelled_at,
    labels.reason as label_reason
from news.article_topics as given
left join news.topic_labels as labels on given.label_id = labels.label_id;
comment on view mart.article_topics is 'One row per article and topic: the latest label, else the model''s word.';
comment on column mart.article_topics.article_id is 'The article.';
comment on column mart.article_topics.topic is 'The topic.';
comment on column mart.article_topics.is_assigned is 'True: the article has the topic.';
comment on column mart.article_topics.probability is 'The model''s calibrated probability; 1 or 0 by a label.';
comment on column mart.article_topics.evidence is 'Spans that decided the model.';
comment on column mart.article_topics.decided_by is 'label or model.';
comment on column mart.article_topics.model_probability is 'What the model says, also where a label decided.';
comment on column mart.article_topics.model_version is 'Classifier.';
comment on column mart.article_topics.labelled_by is 'Who gave the label that decided.';
comment on column mart.article_topics.labelled_at is 'When.';
comment on column mart.article_topics.label_reason is 'Why.';

create view mart.latest_articles as
select
    articles.article_id,
    articles.dated_at,
    articles.published_at,
    articles.first_seen_at,
    articles.loaded_at,
    sources.name as source,
    sources.country,
    articles.language,
    articles.title,
    articles.section,
    coalesce(given.topics, '{}') as topics,
    articles.is_copy,
    articles.duplicate_of,
    coalesce(stories.merged_into, articles.story_id) as story_id,
    articles.revision_number,
    articles.word_count,
    articles.canonical_url,
    left(articles.body, 300) as lead
from news.articles
inner join news.sources on articles.source_id = sources.source_id
inner join news.stories on articles.story_id = stories.story_id
left join lateral (
    select array_agg(topics.topic order by topics.topic) as topics
    from mart.article_topics as topics
    where topics.article_id = articles.article_id and topics.is_assigned
) as given on true
order by articles.dated_at desc, articles.article_id asc;
comment on view mart.latest_articles is 'One row per article, newest first, with source, topics and story.';
comment on column mart.latest_articles.article_id is 'The article.';
comment on column mart.latest_articles.dated_at is 'Published, else first seen.';
comment on column mart.latest_articles.published_at is 'Publication time as claimed.';
comment on column mart.latest_articles.first_seen_at is 'When an entry for it was first seen.';
comment on column mart.latest_articles.loaded_at is 'When it was loaded.';
comment on column mart.latest_articles.source is 'The outlet''s name.';
comment on column mart.latest_articles.country is 'The outlet''s country.';
comment on column mart.latest_articles.language is 'Language of the body.';
comment on column mart.latest_articles.title is 'Headline.';
comment on column mart.latest_articles.section is 'Section.';
comment on column mart.latest_articles.topics is 'Topics assigned, labels included.';
comment on column mart.latest_articles.is_copy is 'True: same text as duplicate_of.';
comment on column mart.latest_articles.duplicate_of is 'The original.';
comment on column mart.latest_articles.story_id is 'The story, merges followed.';
comment on column mart.latest_articles.revision_number is 'Current version.';
comment on column mart.latest_articles.word_count is 'Words of the body.';
comment on column mart.latest_articles.canonical_url is 'Canonical address.';
comment on column mart.latest_articles.lead is 'First 300 characters of the body.';

create view mart.topic_daily as
select
    (articles.dated_at at time zone 'UTC')::date as day,
    topics.topic,
    count(*) as article_count,
    count(*) filter (where not articles.is_copy) as original_count,
    count(distinct articles.story_id) as story_count,
    count(distinct articles.source_id) as source_count
from news.articles
inner join mart.article_topics as topics on articles.article_id = topics.article_id and topics.is_assigned
group by 1, 2;
comment on view mart.topic_daily is 'One row per day (UTC) and topic.';
comment on column mart.topic_daily.day is 'Day of dated_at, UTC.';
comment on column mart.topic_daily.topic is 'The topic.';
comment on column mart.topic_daily.article_count is 'Articles, copies included.';
comment on column mart.topic_daily.original_count is 'Articles that are no copies.';
comment on column mart.topic_daily.story_count is 'Stories.';
comment on column mart.topic_daily.source_count is 'Outlets.';

create function mart.mask_secrets(said text) returns text
language sql immutable parallel safe
return regexp_replace(
    regexp_replace(said, '([a-z][a-z0-9+.-]*://)[^/?#@\s]+@', '\1***@', 'gi'),
    '([?&;][^=&;#\s]+=)[^&;#\s]+', '\1***', 'g'
);
comment on function mart.mask_secrets is 'The text with user names, passwords and query values of its URLs masked: feeds carry tokens there.';

create view mart.article_countries as
select
    places.article_id,
    articles.dated_at,
    places.country_code,
    places.place_name as country,
    places.is_main,
    places.salience_ratio,
    places.mention_count,
    coalesce(inside.places, '{}') as places,
    sources.name as source,
    articles.title,
    articles.is_copy,
    articles.canonical_url
from news.article_places as places
inner join news.article_keys as keys on places.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
left join lateral (
    select array_agg(others.place_name order by others.salience_ratio desc, others.place_name) as places
    from news.article_places as others
    where
        others.article_id = places.article_id
        and others.country_code = places.country_code
        and others.kind <> 'country'
) as inside on true
where places.kind = 'country';
comment on view mart.article_countries is
'One row per article and country that it names; filter on is_main for what it is about.';
comment on column mart.article_countries.article_id is 'The article.';
comment on column mart.article_countries.dated_at is 'Published, else first seen.';
comment on column mart.article_countries.country_code is 'ISO 3166-1 alpha-2; XK for Kosovo.';
comment on column mart.article_countries.country is 'English name of the country.';
comment on column mart.article_countries.is_main is 'True: the article is about the country, not only mentions it.';
comment on column mart.article_countries.salience_ratio is 'Share of the weight of all countries of the article.';
comment on column mart.article_countries.mention_count is 'Mentions of the country, its places and people.';
comment on column mart.article_countries.places is 'Its regions and cities that the article names, the weightiest first.';
comment on column mart.article_countries.source is 'The outlet''s name.';
comment on column mart.article_countries.title is 'Headline.';
comment on column mart.article_countries.is_copy is 'True: same text as another article.';
comment on column mart.article_countries.canonical_url is 'Canonical address.';

create view mart.country_daily as
select
    (articles.dated_at at time zone 'UTC')::date as day,
    places.country_code,
    places.place_name as country,
    count(*) as article_count,
    count(*) filter (where not articles.is_copy) as original_count,
    count(distinct articles.story_id) as story_count,
    count(distinct articles.source_id) as source_count
from news.article_places as places
inner join news.article_keys as keys on places.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
where places.kind = 'country' and places.is_main
group by 1, 2, 3;
comment on view mart.country_daily is 'One row per day (UTC) and country that articles of the day are about.';
comment on column mart.country_daily.day is 'Day of dated_at, UTC.';
comment on column mart.country_daily.country_code is 'ISO 3166-1 alpha-2; XK for Kosovo.';
comment on column mart.country_daily.country is 'English name of the country.';
comment on column mart.country_daily.article_count is 'Articles about it, copies included.';
comment on column mart.country_daily.original_count is 'Articles that are no copies.';
comment on column mart.country_daily.story_count is 'Stories.';
comment on column mart.country_daily.source_count is 'Outlets.';

create view mart.feed_health as
select
    feeds.feed_id,
    feeds.name,
    mart.mask_secrets(feeds.url) as url,
    case
        when feeds.is_retired then 'retired'
        when not feeds.is_enabled then 'disabled'
        when feeds.failure_count >= 3 then 'failing'
        when feeds.failure_count > 0 then 'stumbling'
        when feeds.last_success_at is null then 'new'
        when feeds.last_entry_at < now() - interval '30 days' then 'silent'
        else 'healthy'
    end as health,
    feeds.failure_class,
    feeds.failure_count,
    mart.mask_secrets(coalesce(feeds.retired_reason, latest.detail)) as detail,
    feeds.last_polled_at,
    feeds.last_success_at,
    feeds.last_entry_at,
    feeds.next_poll_at,
    coalesce(feeds.interval_override_seconds, feeds.interval_seconds) as interval_seconds,
    coalesce(week.poll_count, 0) as poll_count,
    coalesce(week.failed_count, 0) as failed_count,
    coalesce(week.new_entry_count, 0) as new_entry_count
from ops.feeds
left join lateral (
    select
        count(*) as poll_count,
        count(*) filter (where polls.outcome = 'failed') as failed_count,
        sum(polls.new_entry_count) as new_entry_count
    from ops.feed_polls as polls
    where polls.feed_id = feeds.feed_id and polls.polled_at > now() - interval '7 days'
) as week on true
left join lateral (
    select polls.detail
    from ops.feed_polls as polls
    where polls.feed_id = feeds.feed_id
    order by polls.polled_at desc
    limit 1
) as latest on true
where feeds.kind is distinct from 'backfill';
comment on view mart.feed_health is 'One row per feed: how it fares, the counts over the last 7 days.';
comment on column mart.feed_health.feed_id is 'The feed.';
comment on column mart.feed_health.name is 'Its name.';
comment on column mart.feed_health.url is 'Its address; query values and user names are masked.';
comment on column mart.feed_health.health is 'healthy, new, stumbling (1-2 failures in a row), failing (3 or more), silent (no entry for 30 days), disabled, retired.';
comment on column mart.feed_health.failure_class is 'Class of the last failure.';
comment on column mart.feed_health.failure_count is 'Failures in a row.';
comment on column mart.feed_health.detail is 'Message of the last poll, or why it was retired; masked like url.';
comment on column mart.feed_health.last_polled_at is 'Last poll.';
comment on column mart.feed_health.last_success_at is 'Last poll that answered.';
comment on column mart.feed_health.last_entry_at is 'When the last new entry was seen.';
comment on column mart.feed_health.next_poll_at is 'Due from.';
comment on column mart.feed_health.interval_seconds is 'Poll interval in force.';
comment on column mart.feed_health.poll_count is 'Polls in 7 days.';
comment on column mart.feed_health.failed_count is 'Failed polls in 7 days.';
comment on column mart.feed_health.new_entry_count is 'New entries in 7 days.';

create view mart.ledger as
select
    (first_seen_at at time zone 'UTC')::date as day,
    state,
    state_reason,
    count(*) as entry_count
from ops.entries
group by 1, 2, 3;
comment on view mart.ledger is 'One row per day of discovery (UTC), state and reason; the sum over a day is the number of entries discovered.';
comment on column mart.ledger.day is 'Day on which the entries were first seen, UTC.';
comment on column mart.ledger.state is 'discovered (waits or under way) or the end state.';
comment on column mart.ledger.state_reason is 'Why.';
comment on column mart.ledger.entry_count is 'Entries.';

create view mart.stories as
select
    coalesce(stories.merged_into, stories.story_id) as story_id,
    (array_agg(articles.title order by articles.dated_at, articles.article_id))[1] as title,
    min(articles.dated_at) as first_at,
    max(articles.dated_at) as last_at,
    count(*) as article_count,
    count(*) filter (where articles.is_copy) as copy_count,
    count(distinct articles.source_id) as source_count
from news.stories
inner join news.articles on stories.story_id = articles.story_id
group by 1;
comment on view mart.stories is 'One row per story, merges followed.';
comment on column mart.stories.story_id is 'The story.';
comment on column mart.stories.title is 'Headline of its earliest article.';
comment on column mart.stories.first_at is 'Date of its earliest article.';
comment on column mart.stories.last_at is 'Date of its latest article.';
comment on column mart.stories.article_count is 'Articles, copies included.';
comment on column mart.stories.copy_count is 'Copies among them.';
comment on column mart.stories.source_count is 'Outlets.';

create view mart.review_queue as
with judged as (
    select
        topics.article_id,
        topics.topic,
        topics.probability,
        topics.is_model_unsure,
        topics.evidence,
        false as is_label,
        keys.dated_at,
        articles.title,
        articles.canonical_url,
        articles.source_id,
        articles.language,
        articles.body,
        articles.copy_group,
        coalesce(stories.merged_into, articles.story_id) as story_id
    from news.article_topics as topics
    inner join news.article_keys as keys on topics.article_id = keys.article_id
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    inner join news.stories on articles.story_id = stories.story_id
    where topics.needs_review and not articles.is_copy
    union all
    select
        labels.article_id,
        labels.topic,
        null as probability,
        null as is_model_unsure,
        null as evidence,
        true as is_label,
        keys.dated_at,
        null as title,
        null as canonical_url,
        articles.source_id,
        null as language,
        null as body,
        articles.copy_group,
        coalesce(stories.merged_into, articles.story_id) as story_id
    from (
        select distinct
            article_id,
            topic
        from news.topic_labels
    ) as labels
    inner join news.article_keys as keys on labels.article_id = keys.article_id
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    inner join news.stories on articles.story_id = stories.story_id
),

-- Windows, not joins: how many rows wait cannot be estimated, and a nested loop over them takes minutes.
counted as (
    select
        judged.*,
        count(*) filter (where judged.is_label) over (partition by judged.topic, judged.source_id)
            as source_label_count,
        count(*) filter (where judged.is_label) over (partition by judged.topic, judged.story_id)
            as story_label_count,
        bool_or(judged.is_label) over (partition by judged.topic, judged.copy_group) as is_text_labelled
    from judged
),

ranked as (
    select
        counted.*,
        case when counted.is_model_unsure then 1 - 2 * abs(counted.probability - 0.5) else 1 end as uncertainty,
        row_number() over (
            partition by counted.topic, counted.story_id
            order by abs(counted.probability - 0.5), counted.dated_at, counted.article_id
        ) as story_place,
        row_number() over (
            partition by counted.topic, counted.source_id
            order by abs(counted.probability - 0.5), counted.dated_at desc, counted.article_id
        ) as source_place
    from counted
    where not counted.is_text_labelled
)

select
    ranked.article_id,
    ranked.topic,
    ranked.probability,
    ranked.dated_at,
    ranked.title,
    ranked.canonical_url,
    sources.name as source,
    ranked.language,
    ranked.uncertainty
    / (ranked.story_place * (1 + ranked.story_label_count))
    / sqrt(ranked.source_place + ranked.source_label_count) as usefulness,
    ranked.evidence,
    left(ranked.body, 300) as lead,
    ranked.source_label_count
from ranked
inner join news.sources on ranked.source_id = sources.source_id
order by usefulness desc, ranked.dated_at desc, ranked.article_id asc, ranked.topic asc;
comment on view mart.review_queue is 'One row per article and topic too close to call and settled by no label, most useful first. Copies are left out: a label on one text says all.';
comment on column mart.review_queue.article_id is 'The article.';
comment on column mart.review_queue.topic is 'The topic.';
comment on column mart.review_queue.probability is 'The model''s probability.';
comment on column mart.review_queue.dated_at is 'Published, else first seen.';
comment on column mart.review_queue.title is 'Headline.';
comment on column mart.review_queue.canonical_url is 'Canonical address.';
comment on column mart.review_queue.source is 'The outlet''s name.';
comment on column mart.review_queue.language is 'Language of the body.';
comment on column mart.review_queue.usefulness is '0..1: uncertainty (1 at a probability of one half) / place within its story and 1 + labels on that story / root of place within its outlet + labels of that outlet. So the closest call of an unlabelled story and outlet comes first.';
comment on column mart.review_queue.evidence is 'Spans that speak for the topic.';
comment on column mart.review_queue.lead is 'First 300 characters of the body.';
comment on column mart.review_queue.source_label_count is 'Articles of this outlet with a label on the topic.';

create view mart.stealth_edits as
select
    later.article_id,
    later.revision_number,
    later.valid_from_at as found_at,
    earlier.fetched_at as seen_before_at,
    sources.name as source,
    articles.canonical_url,
    earlier.title as title_before,
    later.title as title_after,
    earlier.title_hash <> later.title_hash as is_title_changed,
    earlier.body_hash <> later.body_hash as is_body_changed,
    later.added_word_count,
    later.removed_word_count,
    later.modified_at
from news.article_revisions as later
inner join news.article_revisions as earlier
    on later.article_id = earlier.article_id and later.revision_number = earlier.revision_number + 1
inner join news.article_keys as keys on later.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
where
    (earlier.title_hash <> later.title_hash or earlier.body_hash <> later.body_hash)
    and (later.modified_at is null or later.modified_at <= earlier.modified_at)
    and later.extractor = earlier.extractor;
comment on view mart.stealth_edits is
'One row per version changed without a new modification date; both versions were read by the same extractor.';
comment on column mart.stealth_edits.article_id is 'The article; `dateline diff ID` shows the change.';
comment on column mart.stealth_edits.revision_number is 'The changed version.';
comment on column mart.stealth_edits.found_at is 'When we fetched it.';
comment on column mart.stealth_edits.seen_before_at is 'When we fetched the version before: it was changed between the two.';
comment on column mart.stealth_edits.source is 'The outlet''s name.';
comment on column mart.stealth_edits.canonical_url is 'Canonical address.';
comment on column mart.stealth_edits.title_before is 'Headline of the version before.';
comment on column mart.stealth_edits.title_after is 'Headline of the changed version.';
comment on column mart.stealth_edits.is_title_changed is 'True: the headline''s words changed.';
comment on column mart.stealth_edits.is_body_changed is 'True: the body''s words changed.';
comment on column mart.stealth_edits.added_word_count is 'Words of headline and body that are new.';
comment on column mart.stealth_edits.removed_word_count is 'Words of headline and body that are gone.';
comment on column mart.stealth_edits.modified_at is 'Modification time that the changed version claims; null: none.';

create view mart.rechecks as
select
    (coalesce(ended_at, due_at) at time zone 'UTC')::date as day,
    check_number,
    coalesce(outcome, 'waiting') as outcome,
    reason,
    count(*) as recheck_count
from ops.rechecks
group by 1, 2, 3, 4;
comment on view mart.rechecks is 'One row per day (UTC), number of the re-check, outcome and reason: how many looks for edits there were, or wait.';
comment on column mart.rechecks.day is 'Day on which they ended or are due, UTC.';
comment on column mart.rechecks.check_number is 'First, second ... re-check of an article.';
comment on column mart.rechecks.outcome is 'waiting, unchanged, revision, gone, refused, unreachable, unreadable.';
comment on column mart.rechecks.reason is 'Why.';
comment on column mart.rechecks.recheck_count is 'Re-checks.';

create view mart.copies as
select
    copies.article_id,
    copies.dated_at,
    sources.name as source,
    sources.country,
    copies.title,
    copies.canonical_url,
    originals.article_id as original_id,
    originals.dated_at as original_dated_at,
    original_sources.name as original_source,
    originals.title as original_title,
    coalesce(originals.wire_agency, copies.wire_agency) as wire_agency,
    copies.dated_at - originals.dated_at as delay,
    copies.similarity_ratio,
    copies.containment_ratio,
    copies.decision_reason
from news.articles as copies
inner join news.sources on copies.source_id = sources.source_id
inner join news.article_keys as keys on copies.duplicate_of = keys.article_id
inner join news.articles as originals on keys.article_id = originals.article_id and keys.dated_at = originals.dated_at
inner join news.sources as original_sources on originals.source_id = original_sources.source_id
where copies.is_copy;
comment on view mart.copies is 'One row per copy, with its original: which outlet ran whose text, when, how changed.';
comment on column mart.copies.article_id is 'The copy.';
comment on column mart.copies.dated_at is 'When it was published, else first seen.';
comment on column mart.copies.source is 'The outlet that ran it.';
comment on column mart.copies.country is 'That outlet''s country.';
comment on column mart.copies.title is 'Its headline there.';
comment on column mart.copies.canonical_url is 'Its address.';
comment on column mart.copies.original_id is 'The original.';
comment on column mart.copies.original_dated_at is 'When the original was published, else first seen.';
comment on column mart.copies.original_source is 'The outlet of the original.';
comment on column mart.copies.original_title is 'Headline of the original.';
comment on column mart.copies.wire_agency is 'News agency that the original, or else the copy, credits.';
comment on column mart.copies.delay is 'How long after the original.';
comment on column mart.copies.similarity_ratio is 'Resemblance of the two texts.';
comment on column mart.copies.containment_ratio is 'Share of the smaller text that stands in the larger.';
comment on column mart.copies.decision_reason is 'Which way: the same text, edited, an excerpt, the longer text.';

create view mart.story_timeline as
select
    coalesce(stories.merged_into, stories.story_id) as story_id,
    articles.dated_at,
    articles.article_id,
    sources.name as source,
    sources.country,
    articles.title,
    case when articles.is_copy then 'copy' else 'report' end as kind,
    articles.duplicate_of,
    articles.wire_agency,
    articles.revision_number,
    articles.withdrawn_at,
    articles.canonical_url
from news.articles
inner join news.stories on articles.story_id = stories.story_id
inner join news.sources on articles.source_id = sources.source_id
order by 1, 2, 3;
comment on view mart.story_timeline is 'One row per article of a story, in the order of publication, merges followed. Filter on story_id.';
comment on column mart.story_timeline.story_id is 'The story.';
comment on column mart.story_timeline.dated_at is 'Published, else first seen.';
comment on column mart.story_timeline.article_id is 'The article.';
comment on column mart.story_timeline.source is 'The outlet''s name.';
comment on column mart.story_timeline.country is 'The outlet''s country.';
comment on column mart.story_timeline.title is 'Headline.';
comment on column mart.story_timeline.kind is 'report (a text of its own) or copy (the text of duplicate_of).';
comment on column mart.story_timeline.duplicate_of is 'The original of a copy.';
comment on column mart.story_timeline.wire_agency is 'News agency that the text credits.';
comment on column mart.story_timeline.revision_number is 'Current version.';
comment on column mart.story_timeline.withdrawn_at is 'When a re-check found the page gone; null: not so.';
comment on column mart.story_timeline.canonical_url is 'Canonical address.';

create view mart.topic_labels as
select
    labels.article_id,
    labels.topic,
    labels.is_positive,
    labels.labelled_by,
    labels.labelled_at,
    labels.reason,
    given.is_model_assigned,
    given.probability as model_probability,
    given.model_version,
    labels.body_hash is not null and labels.body_hash <> articles.body_hash as is_text_changed,
    articles.title,
    sources.name as source,
    articles.canonical_url
from (
    select distinct on (article_id, topic)
        article_id,
        topic,
        is_positive,
        labelled_by,
        labelled_at,
        reason,
        body_hash
    from news.topic_labels
    order by article_id asc, topic asc, labelled_at desc, label_id desc
) as labels
inner join news.article_keys as keys on labels.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
left join news.article_topics as given on labels.article_id = given.article_id and labels.topic = given.topic;
comment on view mart.topic_labels is 'One row per article and topic with a label: the latest, beside what the model says.';
comment on column mart.topic_labels.article_id is 'The article.';
comment on column mart.topic_labels.topic is 'The topic.';
comment on column mart.topic_labels.is_positive is 'True: the article has the topic.';
comment on column mart.topic_labels.labelled_by is 'Who.';
comment on column mart.topic_labels.labelled_at is 'When.';
comment on column mart.topic_labels.reason is 'Why.';
comment on column mart.topic_labels.is_model_assigned is 'What the model says; null where none judged.';
comment on column mart.topic_labels.model_probability is 'How sure it is.';
comment on column mart.topic_labels.model_version is 'Classifier.';
comment on column mart.topic_labels.is_text_changed is 'True: the text changed since the label was given. It still wins: look at it again.';
comment on column mart.topic_labels.title is 'Headline as it stands now.';
comment on column mart.topic_labels.source is 'The outlet''s name.';
comment on column mart.topic_labels.canonical_url is 'Canonical address.';

create view mart.topic_drift as
with judged as (
    select
        topics.topic,
        articles.source_id,
        (date_trunc('week', keys.dated_at at time zone 'UTC'))::date as week,
        topics.is_model_assigned,
        topics.is_model_unsure,
        topics.probability,
        topics.model_version,
        labels.is_positive
    from news.article_topics as topics
    inner join news.article_keys as keys on topics.article_id = keys.article_id
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    left join news.topic_labels as labels on topics.label_id = labels.label_id and topics.topic = labels.topic
    where topics.model_version is not null
),

weekly as (
    select
        judged.topic,
        judged.source_id,
        judged.week,
        count(*) as article_count,
        count(*) filter (where judged.is_model_assigned) as assigned_count,
        count(*) filter (where judged.is_model_unsure) as unsure_count,
        avg(judged.probability) as mean_probability,
        count(judged.is_positive) as label_count,
        count(*) filter (where judged.is_positive = judged.is_model_assigned) as agreed_count,
        count(judged.is_positive) filter (where judged.is_model_assigned) as given_label_count,
        count(*) filter (where judged.is_positive and judged.is_model_assigned) as right_label_count,
        min(judged.model_version) as first_version,
        max(judged.model_version) as last_version
    from judged
    group by grouping sets ((judged.topic, judged.source_id, judged.week), (judged.topic, judged.week))
),

compared as (
    select
        weekly.*,
        sum(weekly.article_count) over before as before_count,
        sum(weekly.assigned_count) over before as before_assigned,
        sum(weekly.unsure_count) over before as before_unsure,
        min(weekly.first_version) over before as before_first_version,
        max(weekly.last_version) over before as before_last_version
    from weekly
    window before as (
        partition by weekly.topic, weekly.source_id
        order by weekly.week
        range between interval '28 days' preceding and interval '7 days' preceding
    )
),

pooled as (
    select
        compared.*,
        (compared.assigned_count + compared.before_assigned) / (compared.article_count + compared.before_count)
            as pooled_assigned,
        (compared.unsure_count + compared.before_unsure) / (compared.article_count + compared.before_count)
            as pooled_unsure,
        sqrt(1.0 / compared.article_count + 1.0 / compared.before_count) as spread
    from compared
),

scored as (
    select
        pooled.*,
        (1.0 * pooled.assigned_count / pooled.article_count - pooled.before_assigned / pooled.before_count)
        / nullif(sqrt(pooled.pooled_assigned * (1 - pooled.pooled_assigned)) * pooled.spread, 0) as assigned_z,
        (1.0 * pooled.unsure_count / pooled.article_count - pooled.before_unsure / pooled.before_count)
        / nullif(sqrt(pooled.pooled_unsure * (1 - pooled.pooled_unsure)) * pooled.spread, 0) as review_z,
        coalesce(
            pooled.first_version <> pooled.last_version
            or pooled.first_version <> pooled.before_first_version
            or pooled.last_version <> pooled.before_last_version, false
        ) as is_model_changed
    from pooled
)

select
    scored.topic,
    coalesce(sources.name, 'all sources') as source,
    scored.week,
    scored.article_count,
    round(1.0 * scored.assigned_count / scored.article_count, 4) as assigned_ratio,
    round(cast(scored.mean_probability as numeric), 4) as mean_probability,
    round(1.0 * scored.unsure_count / scored.article_count, 4) as review_ratio,
    scored.label_count,
    round(1.0 * scored.agreed_count / nullif(scored.label_count, 0), 4) as label_agreement_ratio,
    round(1.0 * scored.right_label_count / nullif(scored.given_label_count, 0), 4) as label_precision_ratio,
    coalesce(scored.before_count, 0) as before_article_count,
    round(scored.before_assigned / scored.before_count, 4) as before_assigned_ratio,
    round(cast(scored.assigned_z as numeric), 1) as assigned_z,
    round(cast(scored.review_z as numeric), 1) as review_z,
    scored.is_model_changed,
    case
        when scored.given_label_count >= 10 and scored.right_label_count < 0.8 * scored.given_label_count
            then 'labels disagree'
        when scored.article_count < 30 or coalesce(scored.before_count, 0) < 30 then 'too few'
        when abs(scored.assigned_z) >= 3 and scored.is_model_changed then 'model changed'
        when scored.assigned_z >= 3 then 'rising'
        when scored.assigned_z <= -3 then 'falling'
        when scored.review_z >= 3 then 'less sure'
        else 'steady'
    end as flag,
    scored.source_id
from scored
left join news.sources on scored.source_id = sources.source_id;
comment on view mart.topic_drift is 'One row per topic, outlet and week (and one for all outlets together): what the model gave, against the four weeks before.';
comment on column mart.topic_drift.topic is 'The topic.';
comment on column mart.topic_drift.source is 'The outlet''s name, or "all sources".';
comment on column mart.topic_drift.week is 'Monday of the week of dated_at, UTC.';
comment on column mart.topic_drift.article_count is 'Articles that a model judged.';
comment on column mart.topic_drift.assigned_ratio is 'Share to which the model gave the topic.';
comment on column mart.topic_drift.mean_probability is 'Mean of the model''s probabilities.';
comment on column mart.topic_drift.review_ratio is 'Share in the review band.';
comment on column mart.topic_drift.label_count is 'Articles with a label on the topic.';
comment on column mart.topic_drift.label_agreement_ratio is 'Share of the labelled where label and model agree.';
comment on column mart.topic_drift.label_precision_ratio is 'Share of the labelled that the model gave the topic and the label confirms.';
comment on column mart.topic_drift.before_article_count is 'Articles of the four weeks before.';
comment on column mart.topic_drift.before_assigned_ratio is 'Share given the topic in the four weeks before.';
comment on column mart.topic_drift.assigned_z is 'How far assigned_ratio is from that, in standard errors of a difference of two shares; 3 is rare by chance.';
comment on column mart.topic_drift.review_z is 'The same for review_ratio.';
comment on column mart.topic_drift.is_model_changed is 'True: more than one classifier judged these five weeks; reclassify, then compare.';
comment on column mart.topic_drift.flag is 'labels disagree (10 or more labels on given topics, under 80% confirm), too few (under 30 articles now or before), model changed, rising, falling (3 standard errors), less sure, steady.';
comment on column mart.topic_drift.source_id is 'The outlet; null for all together.';

create view mart.models as
select
    models.model_version,
    models.is_current,
    models.origin,
    models.registered_at,
    models.based_on,
    latest.decision,
    latest.reason,
    latest.decided_by,
    latest.decided_at,
    models.figures,
    models.trained_on
from news.classifier_models as models
left join lateral (
    select
        decisions.decision,
        decisions.reason,
        decisions.decided_by,
        decisions.decided_at
    from news.model_decisions as decisions
    where decisions.model_version = models.model_version
    order by decisions.decision_id desc
    limit 1
) as latest on true
order by models.registered_at desc, models.model_version asc;
comment on view mart.models is 'One row per classifier, newest first, with the latest decision on it.';
comment on column mart.models.model_version is 'Version.';
comment on column mart.models.is_current is 'True for the one in use.';
comment on column mart.models.origin is 'shipped, trained or seeds.';
comment on column mart.models.registered_at is 'When it became known here.';
comment on column mart.models.based_on is 'The model it was trained from or compared with.';
comment on column mart.models.decision is 'registered, promoted, held, rolled_back or fallback.';
comment on column mart.models.reason is 'Why.';
comment on column mart.models.decided_by is 'Run or person.';
comment on column mart.models.decided_at is 'When.';
comment on column mart.models.figures is 'Its measured quality, per topic and source.';
comment on column mart.models.trained_on is 'What it was trained on.';

create view mart.topic_changes as
select
    changes.run_id,
    changes.article_id,
    changes.topic,
    case
        when changes.is_new_assigned and not changes.is_old_assigned then 'gained'
        when changes.is_old_assigned and not changes.is_new_assigned then 'lost'
        when changes.is_new_unsure and not changes.is_old_unsure then 'to review'
        when changes.is_old_unsure and not changes.is_new_unsure then 'out of review'
        else 'moved'
    end as change,
    changes.old_probability,
    changes.new_probability,
    changes.old_version,
    runs.model_version as new_version,
    labels.is_positive as label,
    articles.title,
    sources.name as source,
    articles.dated_at,
    articles.canonical_url
from ops.topic_changes as changes
inner join ops.reclassify_runs as runs on changes.run_id = runs.run_id
inner join news.article_keys as keys on changes.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
left join mart.topic_labels as labels on changes.article_id = labels.article_id and changes.topic = labels.topic
where
    changes.is_new_assigned <> changes.is_old_assigned
    or changes.is_new_unsure <> changes.is_old_unsure
    or abs(changes.new_probability - changes.old_probability) >= 0.1;
comment on view mart.topic_changes is 'One row per article and topic that a reclassification changes: gained, lost, to or out of review, or moved by 0.1 or more.';
comment on column mart.topic_changes.run_id is 'The comparison.';
comment on column mart.topic_changes.article_id is 'The article.';
comment on column mart.topic_changes.topic is 'The topic.';
comment on column mart.topic_changes.change is 'gained, lost, to review, out of review, moved.';
comment on column mart.topic_changes.old_probability is 'As it stood.';
comment on column mart.topic_changes.new_probability is 'By the new classifier.';
comment on column mart.topic_changes.old_version is 'Classifier of what stood.';
comment on column mart.topic_changes.new_version is 'The new classifier.';
comment on column mart.topic_changes.label is 'What a reader said, which wins over both; null: nobody did.';
comment on column mart.topic_changes.title is 'Headline.';
comment on column mart.topic_changes.source is 'The outlet''s name.';
comment on column mart.topic_changes.dated_at is 'Published, else first seen.';
comment on column mart.topic_changes.canonical_url is 'Canonical address.';

create view mart.topic_differences as
with settled as (
    select
        article_id,
        topic,
        label_id
    from news.article_topics
    where decided_by = 'label'
),

counted as (
    select
        changes.run_id,
        changes.topic,
        count(*) as article_count,
        count(*) filter (where changes.is_old_assigned) as old_assigned_count,
        count(*) filter (where changes.is_new_assigned) as new_assigned_count,
        count(*) filter (where changes.is_new_assigned and not changes.is_old_assigned) as gained_count,
        count(*) filter (where changes.is_old_assigned and not changes.is_new_assigned) as lost_count,
        count(*) filter (where changes.is_old_unsure) as old_review_count,
        count(*) filter (where changes.is_new_unsure) as new_review_count,
        avg(abs(changes.new_probability - changes.old_probability)) as mean_move,
        max(abs(changes.new_probability - changes.old_probability)) as largest_move,
        count(labels.is_positive) as label_count,
        count(*) filter (where labels.is_positive = changes.is_old_assigned) as old_agreed_count,
        count(*) filter (where labels.is_positive = changes.is_new_assigned) as new_agreed_count
    from ops.topic_changes as changes
    left join settled on changes.article_id = settled.article_id and changes.topic = settled.topic
    left join news.topic_labels as labels on settled.label_id = labels.label_id and settled.topic = labels.topic
    group by changes.run_id, changes.topic
)

select
    runs.run_id,
    runs.model_version,
    runs.state,
    runs.since_at,
    runs.until_at,
    runs.source,
    counted.topic,
    counted.article_count,
    counted.old_assigned_count,
    counted.new_assigned_count,
    counted.gained_count,
    counted.lost_count,
    counted.old_review_count,
    counted.new_review_count,
    round(cast(counted.mean_move as numeric), 4) as mean_move,
    round(cast(counted.largest_move as numeric), 4) as largest_move,
    counted.label_count,
    counted.old_agreed_count,
    counted.new_agreed_count,
    runs.created_at,
    runs.applied_at
from ops.reclassify_runs as runs
inner join counted on runs.run_id = counted.run_id
order by runs.created_at desc, runs.run_id asc, counted.topic asc;
comment on view mart.topic_differences is 'One row per reclassification and topic: what changes between the topics that stand and a classifier''s, over a span of history.';
comment on column mart.topic_differences.run_id is 'The comparison.';
comment on column mart.topic_differences.model_version is 'The new classifier.';
comment on column mart.topic_differences.state is 'comparing, compared (nothing is changed yet), applied.';
comment on column mart.topic_differences.since_at is 'Articles dated from here on.';
comment on column mart.topic_differences.until_at is 'Articles dated before this.';
comment on column mart.topic_differences.source is 'Only this outlet; null: all.';
comment on column mart.topic_differences.topic is 'The topic.';
comment on column mart.topic_differences.article_count is 'Articles compared.';
comment on column mart.topic_differences.old_assigned_count is 'With the topic as it stood, by the model.';
comment on column mart.topic_differences.new_assigned_count is 'With the topic by the new classifier.';
comment on column mart.topic_differences.gained_count is 'Gain the topic.';
comment on column mart.topic_differences.lost_count is 'Lose the topic.';
comment on column mart.topic_differences.old_review_count is 'Stood in the review band.';
comment on column mart.topic_differences.new_review_count is 'Are in the review band of the new classifier.';
comment on column mart.topic_differences.mean_move is 'Mean change of the probability, either way.';
comment on column mart.topic_differences.largest_move is 'Largest change.';
comment on column mart.topic_differences.label_count is 'Articles with a label on the topic; labels stay whatever is applied.';
comment on column mart.topic_differences.old_agreed_count is 'Labels that the old word agrees with.';
comment on column mart.topic_differences.new_agreed_count is 'Labels that the new classifier agrees with.';
comment on column mart.topic_differences.created_at is 'When the comparison was asked for.';
comment on column mart.topic_differences.applied_at is 'When it was applied.';

create view mart.text_changes as
select
    changes.run_id,
    changes.article_id,
    changes.outcome,
    changes.reason,
    changes.detail,
    changes.changed_fields,
    changes.old_title,
    changes.new_title,
    changes.old_published_at,
    changes.new_published_at,
    changes.old_authors,
    changes.new_authors,
    changes.old_word_count,
    changes.new_word_count,
    changes.added_word_count,
    changes.removed_word_count,
    changes.changed_ratio,
    changes.added_text,
    changes.removed_text,
    changes.new_url,
    changes.old_extractor,
    runs.extractor as new_extractor,
    sources.name as source,
    keys.dated_at,
    keys.canonical_url,
    changes.old_values,
    changes.new_values
from ops.text_changes as changes
inner join ops.reextract_runs as runs on changes.run_id = runs.run_id
inner join news.article_keys as keys on changes.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
where changes.outcome <> 'unchanged' or changes.new_url is not null;
comment on view mart.text_changes is 'One row per article that a re-extraction changes, or could not read: what stood beside what is read now.';
comment on column mart.text_changes.run_id is 'The comparison.';
comment on column mart.text_changes.article_id is 'The article.';
comment on column mart.text_changes.outcome is 'changed; no_article or unreadable: kept as it stands; unchanged, but for the address in new_url.';
comment on column mart.text_changes.reason is 'Why no_article or unreadable, as a stable word.';
comment on column mart.text_changes.detail is 'Why, in full.';
comment on column mart.text_changes.changed_fields is 'What is read otherwise: title, text, published, modified, authors, language, section, tags, places, other.';
comment on column mart.text_changes.old_title is 'Headline that stood.';
comment on column mart.text_changes.new_title is 'Headline as read now.';
comment on column mart.text_changes.old_published_at is 'Publication time that stood.';
comment on column mart.text_changes.new_published_at is 'Publication time as read now.';
comment on column mart.text_changes.old_authors is 'Authors that stood.';
comment on column mart.text_changes.new_authors is 'Authors as read now.';
comment on column mart.text_changes.old_word_count is 'Words of the body that stood.';
comment on column mart.text_changes.new_word_count is 'Words of the body as read now.';
comment on column mart.text_changes.added_word_count is 'Words of the body that come.';
comment on column mart.text_changes.removed_word_count is 'Words of the body that go.';
comment on column mart.text_changes.changed_ratio is 'Share of the text that changes: words that come and go of all words before and after.';
comment on column mart.text_changes.added_text is 'First stretch that comes, cut short.';
comment on column mart.text_changes.removed_text is 'First stretch that goes, cut short.';
comment on column mart.text_changes.new_url is 'Canonical address as it would be read now, where that is not the article''s. The article keeps its own.';
comment on column mart.text_changes.old_extractor is 'Extractor of what stood.';
comment on column mart.text_changes.new_extractor is 'Extractor that read anew.';
comment on column mart.text_changes.source is 'The outlet''s name.';
comment on column mart.text_changes.dated_at is 'Published, else first seen; as it stands now.';
comment on column mart.text_changes.canonical_url is 'Canonical address.';
comment on column mart.text_changes.old_values is 'Other columns that change, as they stood: name to value.';
comment on column mart.text_changes.new_values is 'The same columns as read now.';

create view mart.text_differences as
with told as (
    select
        changes.run_id,
        fields.what,
        '' as reason,
        case when fields.what = 'text' then changes.changed_ratio end as changed_ratio
    from ops.text_changes as changes
    cross join unnest(changes.changed_fields) as fields (what)
    union all
    select
        changes.run_id,
        changes.outcome as what,
        changes.reason,
        case when changes.outcome = 'changed' then coalesce(changes.changed_ratio, 0) end as changed_ratio
    from ops.text_changes as changes
    union all
    select
        changes.run_id,
        'address' as what,
        '' as reason,
        null as changed_ratio
    from ops.text_changes as changes
    where changes.new_url is not null
)

select
    runs.run_id,
    runs.extractor,
    runs.state,
    runs.since_at,
    runs.until_at,
    runs.source,
    told.what,
    told.reason,
    count(*) as article_count,
    round(cast(avg(told.changed_ratio) as numeric), 4) as mean_changed_ratio,
    round(cast(max(told.changed_ratio) as numeric), 4) as largest_changed_ratio,
    runs.created_at,
    runs.applied_at
from ops.reextract_runs as runs
inner join told on runs.run_id = told.run_id
group by runs.run_id, told.what, told.reason
order by runs.created_at desc, runs.run_id asc, told.what asc, told.reason asc;
comment on view mart.text_differences is 'One row per re-extraction, what it changes and reason: how many articles. An article with two changes counts in both.';
comment on column mart.text_differences.run_id is 'The comparison.';
comment on column mart.text_differences.extractor is 'The extractor that read anew.';
comment on column mart.text_differences.state is 'comparing, compared (nothing is changed yet), applied.';
comment on column mart.text_differences.since_at is 'Articles dated from here on.';
comment on column mart.text_differences.until_at is 'Articles dated before this.';
comment on column mart.text_differences.source is 'Only this outlet; null: all.';
comment on column mart.text_differences.what is 'unchanged, changed, no_article, unreadable: each article is one of these. What is changed: title, text, published, modified, authors, language, section, tags, places, other. address: would be read otherwise, and stays.';
comment on column mart.text_differences.reason is 'Why no_article or unreadable, as a stable word.';
comment on column mart.text_differences.article_count is 'Articles.';
comment on column mart.text_differences.mean_changed_ratio is 'For text and changed: mean share of the text that changes.';
comment on column mart.text_differences.largest_changed_ratio is 'Largest such share.';
comment on column mart.text_differences.created_at is 'When the comparison was asked for.';
comment on column mart.text_differences.applied_at is 'When it was applied.';

-- Roles. They belong to the cluster, so they may be there already.
do $$
begin
    if not exists (select 1 from pg_roles where rolname = 'dateline_writer') then
        create role dateline_writer nologin;
    end if;
    if not exists (select 1 from pg_roles where rolname = 'dateline_analyst') then
        create role dateline_analyst nologin;
    end if;
end
$$;
alter role dateline_analyst set statement_timeout = '60s';
alter role dateline_analyst set default_transaction_read_only = off;
comment on role dateline_writer is 'What the pipeline writes with: rows of ops and news, no schema.';
comment on role dateline_analyst is 'What analysts read with: news and mart, labels to be added; 60 s a statement.';

grant usage on schema ops, news, mart to dateline_writer;
grant select, insert, update, delete on all tables in schema ops, news to dateline_writer;
grant select on all tables in schema mart to dateline_writer;
grant usage on all sequences in schema ops, news to dateline_writer;
grant execute on function news.ensure_article_partition to dateline_writer;
revoke execute on function news.ensure_article_partition from public;

grant usage on schema news, mart to dateline_analyst;
grant select on all tables in schema news, mart to dateline_analyst;
grant insert (article_id, topic, is_positive, reason) on news.topic_labels to dateline_analyst;
