-- Writes the batches of a run. No item. :run_id, :kind, :now, :lease_seconds
-- :rows  JSON array of {batch_id, batch_number, entry_count}. Repeatable: keyed by run and number.
insert into ops.batches (batch_id, kind, run_id, batch_number, entry_count, created_at, lease_until_at)
select
    given.batch_id,
    :kind,
    :run_id,
    given.batch_number,
    given.entry_count,
    :now,
    cast(:now as timestamptz) + make_interval(secs => :lease_seconds)
from jsonb_to_recordset(cast(:rows as jsonb)) as given (batch_id uuid, batch_number integer, entry_count integer)
on conflict (batch_id) do nothing
