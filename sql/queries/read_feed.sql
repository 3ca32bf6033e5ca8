-- One row: a feed with all that operators set, and its health. :feed (its URL or number, as text)
select
    feeds.feed_id,
    feeds.name,
    feeds.url,
    feeds.site_url,
    feeds.country,
    feeds.language,
    feeds.kind,
    feeds.include_pattern,
    feeds.exclude_pattern,
    feeds.is_feed_content_only,
    feeds.fetch_headers,
    feeds.interval_override_seconds,
    feeds.interval_seconds,
    feeds.entries_per_day,
    feeds.next_poll_at,
    feeds.last_polled_at,
    feeds.last_success_at,
    feeds.last_entry_at,
    feeds.moved_to,
    health.health,
    health.failure_class,
    health.failure_count,
    health.detail,
    health.poll_count,
    health.failed_count,
    health.new_entry_count
from ops.feeds
inner join mart.feed_health as health on feeds.feed_id = health.feed_id
where feeds.url = :feed or cast(feeds.feed_id as text) = :feed
