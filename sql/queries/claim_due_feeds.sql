-- Gives a run the feeds that are due. One row per feed claimed.
-- :prefix (of the URLs that may be claimed), :run_id, :now,
-- :limit, :is_forced (true: due or not), :claim_seconds (a claim older than this is dead)
-- Repeatable: a run that asks again gets again what it claimed and has not polled.
with due as (
    select feeds.feed_id
    from ops.feeds
    where
        feeds.is_enabled
        and not feeds.is_retired
        and starts_with(feeds.url, :prefix)
        and (feeds.next_poll_at <= :now or :is_forced or feeds.claimed_by = :run_id)
        and (
            feeds.claimed_by is null
            or feeds.claimed_by = :run_id
            or feeds.claimed_at < cast(:now as timestamptz) - make_interval(secs => :claim_seconds)
        )
        and not exists (
            select 1
            from ops.feed_polls as polls
            where polls.feed_id = feeds.feed_id and polls.run_id = :run_id
        )
    order by feeds.next_poll_at
    limit :limit
    for update skip locked
)

update ops.feeds
set
    claimed_by = :run_id,
    claimed_at = :now
from due
where feeds.feed_id = due.feed_id
returning
    feeds.feed_id,
    feeds.url
