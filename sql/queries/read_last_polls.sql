-- One row per outcome and failure class of the followed feeds' last polls, most first, with one detail. No parameters.
select
    latest.outcome,
    latest.failure_class,
    count(*) as feed_count,
    min(latest.detail) as example
from ops.feeds
inner join lateral (
    select
        polls.outcome,
        polls.failure_class,
        polls.detail
    from ops.feed_polls as polls
    where polls.feed_id = feeds.feed_id
    order by polls.poll_id desc
    limit 1
) as latest on true
where feeds.is_enabled and not feeds.is_retired
group by latest.outcome, latest.failure_class
order by count(*) desc, latest.outcome, latest.failure_class
