-- One row per crowded key of those asked, with its turn. :keys (first turns)
select
    first_key,
    turn
from news.crowded_keys
where first_key = any(cast(:keys as bigint[]))
