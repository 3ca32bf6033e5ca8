-- Forgets polls older than the retention. One row per poll deleted. :before
delete from ops.feed_polls
where polled_at < :before
returning poll_id
