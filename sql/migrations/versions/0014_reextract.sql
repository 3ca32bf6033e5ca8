-- History read anew from the archive: comparisons of readings, what each changes, and views on them.

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
comment on table ops.reextract_runs is
'One row per comparison of the articles that stand with what the extractor reads from their archived pages; '
'applied when asked.';
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
comment on table ops.reextract_batches is
'One row per batch of a comparison of readings: what is done and what is left.';
comment on column ops.reextract_batches.run_id is 'The comparison.';
comment on column ops.reextract_batches.batch_number is 'Place within it, from 0.';
comment on column ops.reextract_batches.article_ids is 'Its articles.';
comment on column ops.reextract_batches.state is 'open, compared, applied.';
comment on column ops.reextract_batches.changed_meanwhile_count is
'Articles left as they are because a newer version was loaded, or on its way, between comparison and application.';

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
comment on column ops.text_changes.outcome is
'unchanged, changed, no_article (the extractor calls the page none now), unreadable (its archive record is gone '
'or breaks the extractor). The last two are kept as they stand.';
comment on column ops.text_changes.reason is
'Why no_article or unreadable, as a stable word, such as listing or raw_missing.';
comment on column ops.text_changes.detail is 'Why, in full.';
comment on column ops.text_changes.changed_fields is
'What is read otherwise: title, text, published, modified, authors, language, section, tags, places, other.';
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
comment on column ops.text_changes.changed_ratio is
'Share of the text that changes: words that come and go of all words before and after; null where the body is the'
' same.';
comment on column ops.text_changes.added_text is 'First stretch that comes, cut short.';
comment on column ops.text_changes.removed_text is 'First stretch that goes, cut short.';
comment on column ops.text_changes.new_url is
'Canonical address as it would be read now, where that is not the article''s. The article keeps its own.';

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
    keys.canonical_url
from ops.text_changes as changes
inner join ops.reextract_runs as runs on changes.run_id = runs.run_id
inner join news.article_keys as keys on changes.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
where changes.outcome <> 'unchanged' or changes.new_url is not null;
comment on view mart.text_changes is
'One row per article that a re-extraction changes, or could not read: what stood beside what is read now.';
comment on column mart.text_changes.run_id is 'The comparison.';
comment on column mart.text_changes.article_id is 'The article.';
comment on column mart.text_changes.outcome is
'changed; no_article or unreadable: kept as it stands; unchanged, but for the address in new_url.';
comment on column mart.text_changes.reason is 'Why no_article or unreadable, as a stable word.';
comment on column mart.text_changes.detail is 'Why, in full.';
comment on column mart.text_changes.changed_fields is
'What is read otherwise: title, text, published, modified, authors, language, section, tags, places, other.';
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
comment on column mart.text_changes.changed_ratio is
'Share of the text that changes: words that come and go of all words before and after.';
comment on column mart.text_changes.added_text is 'First stretch that comes, cut short.';
comment on column mart.text_changes.removed_text is 'First stretch that goes, cut short.';
comment on column mart.text_changes.new_url is
'Canonical address as it would be read now, where that is not the article''s. The article keeps its own.';
comment on column mart.text_changes.old_extractor is 'Extractor of what stood.';
comment on column mart.text_changes.new_extractor is 'Extractor that read anew.';
comment on column mart.text_changes.source is 'The outlet''s name.';
comment on column mart.text_changes.dated_at is 'Published, else first seen; as it stands now.';
comment on column mart.text_changes.canonical_url is 'Canonical address.';

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
comment on view mart.text_differences is
'One row per re-extraction, what it changes and reason: how many articles. An article with two changes counts in '
'both.';
comment on column mart.text_differences.run_id is 'The comparison.';
comment on column mart.text_differences.extractor is 'The extractor that read anew.';
comment on column mart.text_differences.state is 'comparing, compared (nothing is changed yet), applied.';
comment on column mart.text_differences.since_at is 'Articles dated from here on.';
comment on column mart.text_differences.until_at is 'Articles dated before this.';
comment on column mart.text_differences.source is 'Only this outlet; null: all.';
comment on column mart.text_differences.what is
'unchanged, changed, no_article, unreadable: each article is one of these. What is changed: title, text, '
'published, modified, authors, language, section, tags, places, other. address: would be read otherwise, and '
'stays.';
comment on column mart.text_differences.reason is 'Why no_article or unreadable, as a stable word.';
comment on column mart.text_differences.article_count is 'Articles.';
comment on column mart.text_differences.mean_changed_ratio is
'For text and changed: mean share of the text that changes.';
comment on column mart.text_differences.largest_changed_ratio is 'Largest such share.';
comment on column mart.text_differences.created_at is 'When the comparison was asked for.';
comment on column mart.text_differences.applied_at is 'When it was applied.';

comment on column news.article_revisions.valid_from_at is
'From when on we knew this version: fetched_at, or for a page read anew by a later extractor the time that was '
'written.';
comment on column news.articles.following_pages is
'Pages 2, 3 ... that the body was joined from when it was fetched: url, raw (file, offset, length, digest).';

grant select, insert, update, delete on
ops.reextract_runs, ops.reextract_batches, ops.text_changes to dateline_writer;
grant select on mart.text_changes, mart.text_differences to dateline_writer;
grant select on mart.text_changes, mart.text_differences to dateline_analyst;
