-- Writes what came of a batch's fetches. No item. :batch_id, :rows  JSON array of the columns.
-- Repeatable: one fetch an entry and batch, the last one stands.
insert into ops.page_fetches (
    entry_id, batch_id, url, final_url, status_code, outcome, reason, content_type, fetched_at,
    elapsed_seconds, body_bytes, raw_file, raw_offset, raw_length, raw_digest
)
select
    given.entry_id,
    :batch_id,
    given.url,
    given.final_url,
    given.status_code,
    given.outcome,
    given.reason,
    given.content_type,
    given.fetched_at,
    given.elapsed_seconds,
    given.body_bytes,
    given.raw_file,
    given.raw_offset,
    given.raw_length,
    given.raw_digest
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        entry_id bigint, url text, final_url text, status_code integer, outcome text, reason text,
        content_type text, fetched_at timestamptz, elapsed_seconds double precision, body_bytes bigint,
        raw_file text, raw_offset bigint, raw_length bigint, raw_digest text
    )
on conflict (batch_id, entry_id) do update set
    url = excluded.url,
    final_url = excluded.final_url,
    status_code = excluded.status_code,
    outcome = excluded.outcome,
    reason = excluded.reason,
    content_type = excluded.content_type,
    fetched_at = excluded.fetched_at,
    elapsed_seconds = excluded.elapsed_seconds,
    body_bytes = excluded.body_bytes,
    raw_file = excluded.raw_file,
    raw_offset = excluded.raw_offset,
    raw_length = excluded.raw_length,
    raw_digest = excluded.raw_digest
