-- Stops polling one feed for good; its entries and articles stay. One row when it was there.
-- :feed  its URL or number, as text. Repeatable.
update ops.feeds
set
    is_enabled = false,
    retired_reason = 'removed by an operator'
where url = :feed or cast(feed_id as text) = :feed
returning
    feed_id,
    url
