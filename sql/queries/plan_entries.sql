-- Puts entries into batches. No item. :rows  JSON array of {entry_id, batch_id}. Repeatable.
update ops.entries
set
    batch_id = given.batch_id,
    is_planned = true
from jsonb_to_recordset(cast(:rows as jsonb)) as given (entry_id bigint, batch_id uuid)
where entries.entry_id = given.entry_id
