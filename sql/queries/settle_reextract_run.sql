-- Moves a re-reading on when its last batch is through. One row: its state. :run_id :now. Repeatable.
with counted as (
    select
        count(*) filter (where batches.state = 'open') as open_count,
        count(*) filter (where batches.state = 'compared') as compared_count
    from ops.reextract_batches as batches
    where batches.run_id = :run_id
)

update ops.reextract_runs
set
    state = case
        when counted.open_count > 0 then 'comparing'
        when counted.compared_count > 0 then 'compared'
        else 'applied'
    end,
    compared_at = case
        when counted.open_count = 0 then coalesce(reextract_runs.compared_at, :now)
    end,
    applied_at = case
        when counted.open_count + counted.compared_count = 0 then coalesce(reextract_runs.applied_at, :now)
    end
from counted
where reextract_runs.run_id = :run_id
returning reextract_runs.state
