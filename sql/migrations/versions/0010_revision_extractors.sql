-- Each version says which extractor read it, so that a new extractor's text is never called an outlet's edit.

alter table news.article_revisions add column extractor text;
update news.article_revisions set extractor = articles.extractor
from news.articles
where article_revisions.article_id = articles.article_id;
update news.article_revisions set extractor = ''
where extractor is null;
alter table news.article_revisions alter column extractor set not null;
comment on column news.article_revisions.extractor is
'Extractor and version; what different ones read may differ though the page did not.';

create or replace view mart.stealth_edits as
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
