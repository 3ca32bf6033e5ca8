-- One row per registered article that shares a key with any document of a batch, within the window, newest first.
-- Of an article that several batches registered, the version fetched last.
-- :copy_keys, :story_keys (as stored), :from_at, :to_at, :limit
with found as (
    select distinct on (article_id)
        article_id,
        batch_id,
        body_hash,
        title_hash,
        token_count,
        copy_keys,
        story_keys,
        sketch,
        seen_at,
        copy_group,
        story_id,
        is_wire_own
    from news.fingerprints
    where
        (
            copy_keys && cast(:copy_keys as bigint[])
            or story_keys && cast(:story_keys as bigint[])
        )
        and seen_at between :from_at and :to_at
    order by article_id asc, fetched_at desc
),

begun as (
    select
        asked.story_id,
        min(member.seen_at) as seen_at
    from (select distinct found.story_id from found) as asked
    inner join news.fingerprints as member on asked.story_id = member.story_id
    group by asked.story_id
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
