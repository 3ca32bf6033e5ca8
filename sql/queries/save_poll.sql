-- Writes what came of one poll: the feed's new state and a row of feed_polls. No item.
-- :feed_id, :run_id, :polled_at, :outcome, the counts, and the columns of the feed's state
-- Repeatable: one poll a feed and run.
with saved as (
    insert into ops.feed_polls (
        feed_id, run_id, polled_at, outcome, status_code, failure_class, detail,
        entry_count, new_entry_count, body_bytes, elapsed_seconds, warnings, is_overflow
    )
    values (
        :feed_id, :run_id, :polled_at, :outcome, :status_code, :poll_failure_class, :detail,
        :entry_count, :new_entry_count, :body_bytes, :elapsed_seconds, cast(:warnings as text[]), :is_overflow
    )
    on conflict (feed_id, run_id) do nothing
    returning feed_id
)

update ops.feeds
set
    url = case
        when
            exists (
                select 1 from ops.feeds as other
                where other.url = :url and other.feed_id <> feeds.feed_id
            )
            then feeds.url
        else :url
    end,
    etag = :etag,
    last_modified = :last_modified,
    body_hash = :body_hash,
    interval_seconds = :interval_seconds,
    entries_per_day = :entries_per_day,
    next_poll_at = :next_poll_at,
    failure_count = :failure_count,
    failure_class = :failure_class,
    moved_to = :moved_to,
    moved_count = :moved_count,
    is_retired = :is_retired,
    retired_reason = :retired_reason,
    polls_since_full_count = :polls_since_full_count,
    last_polled_at = :polled_at,
    last_success_at = case when :outcome = 'failed' then feeds.last_success_at else :polled_at end,
    last_entry_at = case when :new_entry_count > 0 then :polled_at else feeds.last_entry_at end,
    claimed_by = null,
    claimed_at = null
where feeds.feed_id = :feed_id and exists (select 1 from saved)
