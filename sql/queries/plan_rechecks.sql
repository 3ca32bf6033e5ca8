-- Puts re-checks into batches. No item. :rows  JSON array of {recheck_id, batch_id}. Repeatable.
update ops.rechecks
set
    batch_id = given.batch_id,
    is_planned = true
from jsonb_to_recordset(cast(:rows as jsonb)) as given (recheck_id bigint, batch_id uuid)
where rechecks.recheck_id = given.recheck_id
