-- Gives back the entries of batches whose run died: they wait again, and what deduplication registered for them is
-- forgotten, for it was never loaded. One row per batch given up.
-- :now, :run_id (a run never gives up its own). Repeatable.
with dead as (
    update ops.batches
    set
        state = 'abandoned',
        ended_at = :now
    where state = 'open' and lease_until_at < :now and run_id <> :run_id
    returning batch_id
),

released as (
    update ops.entries
    set is_planned = false
    from dead
    where entries.batch_id = dead.batch_id and entries.state = 'discovered'
    returning entries.entry_id
),

unchecked as (
    update ops.rechecks
    set is_planned = false
    from dead
    where rechecks.batch_id = dead.batch_id and rechecks.outcome is null
),

forgotten as (
    delete from news.fingerprints
    using dead
    where fingerprints.batch_id = dead.batch_id
)

select
    dead.batch_id,
    (select count(*) from released) as released_count
from dead
