-- One row per feed that a run claimed and has not polled. :run_id
select
    feed_id,
    url,
    name,
    fetch_headers,
    include_pattern,
    exclude_pattern,
    interval_override_seconds,
    etag,
    last_modified,
    body_hash,
    interval_seconds,
    entries_per_day,
    next_poll_at,
    failure_count,
    failure_class,
    moved_to,
    moved_count,
    is_retired,
    retired_reason,
    polls_since_full_count
from ops.feeds
where claimed_by = :run_id
order by feed_id
