-- One row per entry of a batch with what its stages need of the feed. :batch_id
select
    entries.entry_id,
    entries.feed_id,
    entries.url,
    entries.entry,
    entries.first_seen_at,
    entries.attempt_count,
    entries.raw_file,
    entries.raw_offset,
    entries.raw_length,
    entries.raw_digest,
    feeds.url as feed_url,
    feeds.site_url,
    feeds.name as source_name,
    feeds.country as source_country,
    feeds.language as feed_language,
    feeds.kind as feed_kind,
    feeds.is_feed_content_only,
    feeds.fetch_headers
from ops.entries
inner join ops.feeds on entries.feed_id = feeds.feed_id
where entries.batch_id = :batch_id
order by entries.entry_id
