-- One row: the batch. :batch_id
select
    batch_id,
    kind,
    run_id,
    state,
    entry_count,
    outcome_counts
from ops.batches
where batch_id = :batch_id
