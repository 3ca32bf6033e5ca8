-- Sends a quarantined entry round again. One row when there was one. :quarantine_id, :now. Repeatable.
with resolved as (
    update ops.quarantine
    set resolved_at = :now
    where quarantine_id = :quarantine_id and resolved_at is null
    returning entry_id
)

update ops.entries
set
    state = 'discovered',
    state_reason = '',
    state_detail = '',
    state_at = :now,
    next_attempt_at = :now,
    attempt_count = 0
from resolved
where entries.entry_id = resolved.entry_id
returning entries.entry_id
