-- Ends the entries of a batch in the ledger, or sends them round again later. No rows. :batch_id, :now
-- :rows  JSON array of {entry_id, state, state_reason, state_detail, article_id, attempt_count, next_attempt_at,
-- fetched_at}. An entry that its feed changed after the fetch goes round again. Repeatable: the counts are absolute.
with given as (
    select
        item.entry_id,
        item.article_id,
        item.attempt_count,
        case when entries.last_seen_at > item.fetched_at then 'discovered' else item.state end as state,
        case
            when entries.last_seen_at > item.fetched_at then 'changed_meanwhile'
            else item.state_reason
        end as state_reason,
        item.state_detail,
        case when entries.last_seen_at > item.fetched_at then :now else item.next_attempt_at end as next_attempt_at
    from
        jsonb_to_recordset(cast(:rows as jsonb)) as item (
            entry_id bigint, state text, state_reason text, state_detail text, article_id uuid,
            attempt_count integer, next_attempt_at timestamptz, fetched_at timestamptz
        )
    inner join ops.entries on item.entry_id = entries.entry_id
    where entries.batch_id = :batch_id
)

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
    is_planned = false,
    broken_batch_count = 0
from given
where entries.entry_id = given.entry_id
