-- One row per entry of a batch with what its stages need of the feed; for a re-check also what is known of the article
-- and its page. :batch_id
select
    entries.entry_id,
    entries.feed_id,
    work.url,
    entries.entry,
    entries.first_seen_at,
    work.attempt_count,
    work.raw_file,
    work.raw_offset,
    work.raw_length,
    work.raw_digest,
    feeds.url as feed_url,
    feeds.site_url,
    feeds.name as source_name,
    feeds.country as source_country,
    feeds.language as feed_language,
    feeds.kind as feed_kind,
    feeds.is_feed_content_only,
    feeds.fetch_headers,
    work.recheck_id,
    work.article_id,
    keys.canonical_url,
    work.check_number,
    work.etag,
    work.last_modified,
    work.known_digest
from (
    select
        mine.entry_id,
        mine.url,
        mine.attempt_count,
        mine.raw_file,
        mine.raw_offset,
        mine.raw_length,
        mine.raw_digest,
        cast(null as bigint) as recheck_id,
        cast(null as uuid) as article_id,
        cast(null as integer) as check_number,
        null as etag,
        null as last_modified,
        null as known_digest
    from ops.entries as mine
    where mine.batch_id = :batch_id
    union all
    select
        rechecks.entry_id,
        rechecks.url,
        rechecks.attempt_count,
        null,
        null,
        null,
        null,
        rechecks.recheck_id,
        rechecks.article_id,
        rechecks.check_number,
        rechecks.etag,
        rechecks.last_modified,
        rechecks.raw_digest
    from ops.rechecks
    where rechecks.batch_id = :batch_id
) as work
inner join ops.entries on work.entry_id = entries.entry_id
inner join ops.feeds on entries.feed_id = feeds.feed_id
left join news.article_keys as keys on work.article_id = keys.article_id
order by entries.entry_id
