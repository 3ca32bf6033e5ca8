-- Writes what came of polls: a row of feed_polls and the feed's new state each. No item. :run_id
-- :rows  JSON array, one object a feed: url (moved or as before), the columns of its polling state and of the poll;
-- item_hashes in hexadecimal. Repeatable: one poll a feed and run.
-- Hashes of items are kept while a document stays the same, and forgotten when the feed moves.
with given as (
    select item.*
    from
        jsonb_to_recordset(cast(:rows as jsonb)) as item (
            feed_id bigint, url text, polled_at timestamptz, outcome text, status_code integer,
            poll_failure_class text, detail text, entry_count integer, new_entry_count integer, body_bytes bigint,
            elapsed_seconds double precision, warnings jsonb, is_overflow boolean, item_hashes text,
            etag text, last_modified text, body_hash text, interval_seconds integer,
            entries_per_day double precision, next_poll_at timestamptz, failure_count integer, failure_class text,
            moved_to text, moved_count integer, is_retired boolean, retired_reason text,
            polls_since_full_count integer
        )
),

saved as (
    insert into ops.feed_polls (
        feed_id, run_id, polled_at, outcome, status_code, failure_class, detail,
        entry_count, new_entry_count, body_bytes, elapsed_seconds, warnings, is_overflow
    )
    select
        given.feed_id,
        :run_id,
        given.polled_at,
        given.outcome,
        given.status_code,
        given.poll_failure_class,
        given.detail,
        given.entry_count,
        given.new_entry_count,
        given.body_bytes,
        given.elapsed_seconds,
        array(select jsonb_array_elements_text(given.warnings)),
        given.is_overflow
    from given
    on conflict (feed_id, run_id) do nothing
    returning feed_id
),

placed as (
    select
        given.*,
        given.url <> feeds.url
        and not exists (
            select 1
            from ops.feeds as other
            where other.url = given.url and other.feed_id <> given.feed_id
        ) as is_moved
    from given
    inner join saved on given.feed_id = saved.feed_id
    inner join ops.feeds on given.feed_id = feeds.feed_id
)

update ops.feeds
set
    url = case when placed.is_moved then placed.url else feeds.url end,
    etag = placed.etag,
    last_modified = placed.last_modified,
    body_hash = placed.body_hash,
    item_hashes = case
        when placed.is_moved then null
        when placed.outcome = 'changed' then decode(placed.item_hashes, 'hex')
        else feeds.item_hashes
    end,
    interval_seconds = placed.interval_seconds,
    entries_per_day = placed.entries_per_day,
    next_poll_at = placed.next_poll_at,
    failure_count = placed.failure_count,
    failure_class = placed.failure_class,
    moved_to = placed.moved_to,
    moved_count = placed.moved_count,
    is_retired = placed.is_retired,
    retired_reason = placed.retired_reason,
    polls_since_full_count = placed.polls_since_full_count,
    last_polled_at = placed.polled_at,
    last_success_at = case when placed.outcome = 'failed' then feeds.last_success_at else placed.polled_at end,
    last_entry_at = case when placed.new_entry_count > 0 then placed.polled_at else feeds.last_entry_at end,
    claimed_by = null,
    claimed_at = null
from placed
where feeds.feed_id = placed.feed_id
