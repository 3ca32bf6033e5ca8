-- One row: the batch, locked for its registration or load. :batch_id
select
    batch_id,
    kind,
    state
from ops.batches
where batch_id = :batch_id
for update
