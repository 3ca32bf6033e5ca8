-- One row per poll in which a feed overflowed and nothing was done about it yet. :feed_ids
-- since_at: the last poll before it that answered.
select
    polls.poll_id,
    polls.feed_id,
    polls.polled_at,
    feeds.url,
    feeds.site_url,
    feeds.include_pattern,
    feeds.exclude_pattern,
    (
        select max(earlier.polled_at)
        from ops.feed_polls as earlier
        where
            earlier.feed_id = polls.feed_id
            and earlier.polled_at < polls.polled_at
            and earlier.outcome <> 'failed'
    ) as since_at
from ops.feed_polls as polls
inner join ops.feeds on polls.feed_id = feeds.feed_id
where
    polls.feed_id = any(cast(:feed_ids as bigint[]))
    and polls.is_overflow
    and polls.repair_outcome is null
order by polls.poll_id
