-- One row per batch that ended before a time. :before
select batch_id
from ops.batches
where state <> 'open' and ended_at < :before
order by ended_at
