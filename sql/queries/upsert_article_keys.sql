-- Writes identities. One row per article that was not known. :rows  JSON array of
-- {article_id, canonical_url, first_seen_at}. Repeatable: keyed by article_id. dated_at is set by load_articles.
with given as (
    select
        item.article_id,
        item.canonical_url,
        item.first_seen_at,
        item.dated_at
    from
        jsonb_to_recordset(cast(:rows as jsonb)) as item (
            article_id uuid, canonical_url text, first_seen_at timestamptz, dated_at timestamptz
        )
)

insert into news.article_keys (article_id, canonical_url, dated_at, first_seen_at)
select
    given.article_id,
    given.canonical_url,
    given.dated_at,
    given.first_seen_at
from given
order by given.article_id
on conflict (article_id) do nothing
returning article_keys.article_id
