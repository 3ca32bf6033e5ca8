-- One row: the latest comparison of a classifier over a span that is not applied yet. :model_version :since_at
-- :source (null or '': no bound)
select
    run_id,
    state
from ops.reclassify_runs
where
    model_version = :model_version
    and since_at is not distinct from cast(:since_at as timestamptz)
    and until_at is not distinct from cast(:until_at as timestamptz)
    and coalesce(source, '') = coalesce(cast(:source as text), '')
    and state <> 'applied'
order by created_at desc
limit 1
