-- One row per state and reason with its number of entries, of those first seen since :since_at.
-- The same counts as mart.ledger's; read by entries_by_day, so that the page stays quick when the ledger is long.
select
    entries.state,
    entries.state_reason,
    count(*) as entry_count
from ops.entries
where entries.first_seen_at >= :since_at
group by entries.state, entries.state_reason
order by entries.state asc, entry_count desc, entries.state_reason asc
