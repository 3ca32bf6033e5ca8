-- Writes the entries that polls showed into the ledger. One row per entry that is new or changed.
-- :rows  JSON array of {feed_id, seen_at, entry_key, url, host, title, entry, entry_hash, state, state_reason, origin,
-- raw_*}
-- Repeatable: keyed by feed and entry_key; the same entry again changes nothing. An entry whose title or times
-- changed goes round again, unless it is under way.
insert into ops.entries (
    feed_id, entry_key, url, host, title, entry, entry_hash, first_seen_at, last_seen_at,
    state, state_reason, state_at, next_attempt_at, origin, raw_file, raw_offset, raw_length, raw_digest
)
select
    given.feed_id,
    given.entry_key,
    given.url,
    given.host,
    given.title,
    given.entry,
    given.entry_hash,
    given.seen_at,
    given.seen_at,
    given.state,
    given.state_reason,
    given.seen_at,
    given.seen_at,
    given.origin,
    given.raw_file,
    given.raw_offset,
    given.raw_length,
    given.raw_digest
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        feed_id bigint, seen_at timestamptz, entry_key text, url text, host text, title text, entry jsonb,
        entry_hash text, state text, state_reason text, origin text,
        raw_file text, raw_offset bigint, raw_length bigint, raw_digest text
    )
order by given.feed_id, given.entry_key
on conflict (feed_id, entry_key) do update
    set
        url = excluded.url,
        host = excluded.host,
        title = excluded.title,
        entry = excluded.entry,
        entry_hash = excluded.entry_hash,
        last_seen_at = excluded.last_seen_at,
        state = case when entries.is_planned then entries.state else excluded.state end,
        state_reason = case when entries.is_planned then entries.state_reason else excluded.state_reason end,
        state_detail = '',
        state_at = excluded.state_at,
        attempt_count = 0,
        broken_batch_count = 0,
        next_attempt_at = excluded.next_attempt_at,
        raw_file = excluded.raw_file,
        raw_offset = excluded.raw_offset,
        raw_length = excluded.raw_length,
        raw_digest = excluded.raw_digest
    where entries.entry_hash <> excluded.entry_hash
returning
    entries.entry_id,
    entries.feed_id,
    (xmax = 0) as is_new
