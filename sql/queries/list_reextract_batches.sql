-- One row per batch of a re-reading, in order. :run_id
select
    batch_number,
    state,
    changed_meanwhile_count
from ops.reextract_batches
where run_id = :run_id
order by batch_number
