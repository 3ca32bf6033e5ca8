-- One row per batch a run planned, in order. :run_id
select batch_id
from ops.batches
where run_id = :run_id
order by batch_number
