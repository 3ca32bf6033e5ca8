-- One row per feed with its health, by name. No parameters.
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
    feeds.interval_override_seconds,
    feeds.is_feed_content_only,
    feeds.fetch_headers,
    health.health,
    health.detail,
    feeds.next_poll_at
from ops.feeds
inner join mart.feed_health as health on feeds.feed_id = health.feed_id
order by feeds.name, feeds.url
