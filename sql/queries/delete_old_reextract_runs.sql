-- Forgets re-readings older than a time, with their batches and rows; what they applied stays. One row per run. :before
delete from ops.reextract_runs
where created_at < :before
returning run_id
