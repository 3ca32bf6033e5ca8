-- Keeps the entries that broke a stage. No item. :batch_id, :now
-- :rows  JSON array of {entry_id, stage, reason, error}. Repeatable: one case an entry and batch.
insert into ops.quarantine (entry_id, batch_id, stage, reason, error, quarantined_at)
select
    given.entry_id,
    :batch_id,
    given.stage,
    given.reason,
    given.error,
    :now
from jsonb_to_recordset(cast(:rows as jsonb)) as given (entry_id bigint, stage text, reason text, error text)
on conflict (batch_id, entry_id) do update set
    stage = excluded.stage,
    reason = excluded.reason,
    error = excluded.error
