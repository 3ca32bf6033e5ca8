-- Adds feeds, or brings name, site, country, language and kind of known ones up to date. One row per feed given.
-- :rows  JSON array of {url, name, site_url, country, language, kind, include_pattern, exclude_pattern,
-- interval_override_seconds, is_feed_content_only, fetch_headers}; what is null is left as it is
-- :is_revived  whether a feed that was removed or retired is followed again
-- Repeatable: keyed by url; polling state and what operators set are left alone.
insert into ops.feeds (
    url, name, site_url, country, language, kind, include_pattern, exclude_pattern, is_enabled,
    interval_override_seconds, is_feed_content_only, fetch_headers
)
select
    given.url,
    given.name,
    given.site_url,
    given.country,
    given.language,
    given.kind,
    given.include_pattern,
    given.exclude_pattern,
    coalesce(given.kind, '') <> 'backfill',
    given.interval_override_seconds,
    coalesce(given.is_feed_content_only, false),
    coalesce(given.fetch_headers, '{}')
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        url text, name text, site_url text, country text, language text, kind text,
        include_pattern text, exclude_pattern text,
        interval_override_seconds integer, is_feed_content_only boolean, fetch_headers jsonb
    )
on conflict (url) do update
    set
        name = excluded.name,
        site_url = coalesce(excluded.site_url, feeds.site_url),
        country = coalesce(excluded.country, feeds.country),
        language = coalesce(excluded.language, feeds.language),
        kind = coalesce(excluded.kind, feeds.kind),
        include_pattern = coalesce(excluded.include_pattern, feeds.include_pattern),
        exclude_pattern = coalesce(excluded.exclude_pattern, feeds.exclude_pattern),
        interval_override_seconds = coalesce(excluded.interval_override_seconds, feeds.interval_override_seconds),
        is_feed_content_only = feeds.is_feed_content_only or excluded.is_feed_content_only,
        fetch_headers = feeds.fetch_headers || excluded.fetch_headers,
        is_enabled = feeds.is_enabled or (:is_revived and excluded.kind is distinct from 'backfill'),
        is_retired = feeds.is_retired and not :is_revived,
        retired_reason = case when :is_revived then null else feeds.retired_reason end
returning
    feeds.feed_id,
    feeds.url,
    (xmax = 0) as is_new
