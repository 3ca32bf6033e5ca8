-- One row per state with its number of entries. No parameters.
select
    state,
    count(*) as entry_count
from ops.entries
group by state
order by state
