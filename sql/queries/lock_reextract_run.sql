-- One row: a re-reading, locked, so that two batches that end at once do not each take the other for open. :run_id
select run_id
from ops.reextract_runs
where run_id = :run_id
for update
