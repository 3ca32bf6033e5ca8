-- One row per registered article that shares a key with any document of a batch, within the window, newest first.
-- Of an article that several batches registered, the version fetched last.
-- :copy_keys, :story_keys, :from_at, :to_at, :limit
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
        story_id
    from news.fingerprints
    where
        (
            copy_keys && cast(:copy_keys as bigint[])
            or story_keys && cast(:story_keys as bigint[])
        )
        and seen_at between :from_at and :to_at
    order by article_id asc, fetched_at desc
)

select
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
    (
        select min(head.seen_at)
        from news.fingerprints as head
        where head.article_id = found.copy_group
    ) as group_seen_at,
    (
        select min(member.seen_at)
        from news.fingerprints as member
        where member.story_id = found.story_id
    ) as story_seen_at
from found
order by seen_at desc, article_id asc
limit :limit
