-- Ends the entries of a batch in the ledger, or sends them round again later. No item. :batch_id, :now
-- :rows  JSON array of {entry_id, state, state_reason, state_detail, article_id, attempt_count, next_attempt_at}
-- Repeatable: the counts are absolute.
update ops.entries
set
    state = given.state,
    state_reason = given.state_reason,
    state_detail = given.state_detail,
    state_at = case
        when entries.state = given.state and entries.state_reason = given.state_reason and not entries.is_planned
            then entries.state_at
        else :now
    end,
    article_id = coalesce(given.article_id, entries.article_id),
    attempt_count = given.attempt_count,
    next_attempt_at = coalesce(given.next_attempt_at, entries.next_attempt_at),
    is_planned = false
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        entry_id bigint, state text, state_reason text, state_detail text, article_id uuid,
        attempt_count integer, next_attempt_at timestamptz
    )
where entries.entry_id = given.entry_id and entries.batch_id = :batch_id
