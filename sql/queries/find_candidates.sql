-- One row per registered article that shares a key with any document of a batch, within the window, newest first.
-- Of an article that several batches registered, the version fetched last.
-- A probe a key: one scan for thousands of keys would check each row it finds against all of them.
-- :copy_keys, :story_keys (as stored), :from_at, :to_at, :limit
with hits as (
    select holder.article_id
    from unnest(cast(:copy_keys as bigint[])) as asked (key)
    inner join lateral (
        select fingerprints.article_id
        from news.fingerprints
        where fingerprints.copy_keys @> array[asked.key]
    ) as holder on true
    union
    select holder.article_id
    from unnest(cast(:story_keys as bigint[])) as asked (key)
    inner join lateral (
        select fingerprints.article_id
        from news.fingerprints
        where fingerprints.story_keys @> array[asked.key]
    ) as holder on true
),

found as (
    select registered.*
    from hits
    inner join lateral (
        select fingerprints.*
        from news.fingerprints
        where fingerprints.article_id = hits.article_id
        order by fingerprints.fetched_at desc
        limit 1
    ) as registered on true
    where registered.seen_at between :from_at and :to_at
),

begun as (
    select
        asked.story_id,
        first_member.seen_at
    from (select distinct found.story_id from found) as asked
    inner join lateral (
        select min(member.seen_at) as seen_at
        from news.fingerprints as member
        where member.story_id = asked.story_id
    ) as first_member on true
)

select
    found.article_id,
    found.batch_id,
    found.body_hash,
    found.title_hash,
    found.token_count,
    found.copy_keys,
    found.story_keys,
    found.sketch,
    found.seen_at,
    found.copy_group,
    found.story_id,
    found.is_wire_own,
    begun.seen_at as story_seen_at
from found
inner join begun on found.story_id = begun.story_id
order by found.seen_at desc, found.article_id asc
limit :limit
