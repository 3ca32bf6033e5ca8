-- Re-checks for edits with their ledger, withdrawn articles, words changed between versions, articles as of a time,
-- and views on edits, copies and stories.
-- noqa: disable=layout.long_lines

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

alter table news.articles add column withdrawn_at timestamptz;
comment on column news.articles.withdrawn_at is 'When a re-check found the page gone (404 or 410); null while it stands, and again when it comes back.';

alter table news.article_revisions
add column added_word_count integer,
add column removed_word_count integer;
comment on column news.article_revisions.added_word_count is 'Words of headline and body that the version before did not have; null for the first.';
comment on column news.article_revisions.removed_word_count is 'Words of headline and body of the version before that this one has not; null for the first.';

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
    and (later.modified_at is null or later.modified_at <= earlier.modified_at);
comment on view mart.stealth_edits is 'One row per version whose headline or body changed without a new modification date.';
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

grant select, insert, update, delete on ops.rechecks to dateline_writer;
grant usage on sequence ops.rechecks_recheck_id_seq to dateline_writer;
grant select on mart.stealth_edits, mart.rechecks, mart.copies, mart.story_timeline to dateline_writer;
grant select on mart.stealth_edits, mart.rechecks, mart.copies, mart.story_timeline to dateline_analyst;
