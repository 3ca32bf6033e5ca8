-- One row: the batch. A stage begins on it: its lease and those of its run's other open batches are renewed, which
-- wait for their turn. :batch_id, :now, :lease_seconds, :stage. Repeatable.
with begun as (
    update ops.batches
    set
        lease_until_at = greatest(
            lease_until_at, cast(:now as timestamptz) + make_interval(secs => :lease_seconds)
        ),
        stage = :stage,
        error = null
    where batches.batch_id = :batch_id and batches.state = 'open'
),

renewed as (
    update ops.batches
    set lease_until_at = cast(:now as timestamptz) + make_interval(secs => :lease_seconds)
    where
        batches.run_id = (
            select mine.run_id
            from ops.batches as mine
            where mine.batch_id = :batch_id
        )
        and batches.batch_id <> :batch_id
        and batches.state = 'open'
        and batches.lease_until_at < cast(:now as timestamptz) + make_interval(secs => :lease_seconds) / 2
    returning batches.batch_id
)

select
    batches.batch_id,
    batches.kind,
    batches.run_id,
    batches.state,
    batches.entry_count,
    (select count(*) from renewed) as renewed_count
from ops.batches
where batches.batch_id = :batch_id
