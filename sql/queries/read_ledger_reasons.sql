-- One row per state and reason with its number of entries, most first. No parameters.
select
    state,
    state_reason,
    sum(entry_count) as entry_count
from mart.ledger
group by state, state_reason
order by state, entry_count desc, state_reason
