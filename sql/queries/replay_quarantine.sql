-- Sends quarantined entries round again. One row per entry.
-- :quarantine_id (one case) or :reason (all cases of that word), the other null; :now. Repeatable.
with resolved as (
    update ops.quarantine
    set resolved_at = :now
    where
        (quarantine_id = cast(:quarantine_id as bigint) or reason = cast(:reason as text))
        and resolved_at is null
    returning entry_id
)

update ops.entries
set
    state = 'discovered',
    state_reason = '',
    state_detail = '',
    state_at = :now,
    next_attempt_at = :now,
    attempt_count = 0,
    broken_batch_count = 0
from resolved
where entries.entry_id = resolved.entry_id
returning entries.entry_id
