-- One row per batch of a comparison, in order. :run_id
select
    batch_number,
    state
from ops.reclassify_batches
where run_id = :run_id
order by batch_number
