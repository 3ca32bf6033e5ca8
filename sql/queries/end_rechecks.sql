-- Ends the re-checks of a batch, or sends them round again later. No item. :batch_id, :now
-- :rows  JSON array of {recheck_id, outcome (null: again), reason, detail, attempt_count, due_at}. Repeatable.
update ops.rechecks
set
    outcome = given.outcome,
    reason = given.reason,
    detail = given.detail,
    attempt_count = given.attempt_count,
    due_at = coalesce(given.due_at, rechecks.due_at),
    ended_at = case when given.outcome is not null then coalesce(rechecks.ended_at, :now) end,
    is_planned = false,
    broken_batch_count = 0
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        recheck_id bigint, outcome text, reason text, detail text, attempt_count integer, due_at timestamptz
    )
where rechecks.recheck_id = given.recheck_id and rechecks.batch_id = :batch_id
