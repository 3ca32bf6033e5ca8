-- Writes what an operator set for one feed. No item. :feed_id, :include_pattern, :exclude_pattern,
-- :is_feed_content_only, :fetch_headers (JSON object), :interval_seconds (null: by the publishing rate). Repeatable.
update ops.feeds
set
    include_pattern = :include_pattern,
    exclude_pattern = :exclude_pattern,
    is_feed_content_only = :is_feed_content_only,
    fetch_headers = cast(:fetch_headers as jsonb),
    interval_override_seconds = :interval_seconds
where feed_id = :feed_id
