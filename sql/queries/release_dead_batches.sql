-- Gives back the entries of batches whose run died: they wait again, and what deduplication registered for them is
-- forgotten, for it was never loaded. A batch that died in a stage counts against its entries and re-checks; those at
-- their last try are quarantined, with the stage and its error. One row per batch given up.
-- :now, :run_id (a run never gives up its own), :attempts. Repeatable.
with dead as (
    update ops.batches
    set
        state = 'abandoned',
        ended_at = :now
    where state = 'open' and lease_until_at < :now and run_id <> :run_id
    returning
        batch_id,
        stage,
        coalesce(error, 'its worker ended in this stage without a word: killed, or out of memory') as error
),

counted as (
    select
        entries.entry_id,
        dead.batch_id,
        dead.stage,
        dead.error,
        entries.broken_batch_count + case when dead.stage is null then 0 else 1 end as broken_count,
        dead.stage is not null and entries.broken_batch_count + 1 >= :attempts as is_last
    from ops.entries
    inner join dead on entries.batch_id = dead.batch_id
    where entries.state = 'discovered'
),

released as (
    update ops.entries
    set
        is_planned = false,
        broken_batch_count = counted.broken_count,
        state = case when counted.is_last then 'quarantined' else entries.state end,
        state_reason = case when counted.is_last then 'batch_broke' else entries.state_reason end,
        state_detail = case when counted.is_last then counted.error else entries.state_detail end,
        state_at = case when counted.is_last then :now else entries.state_at end
    from counted
    where entries.entry_id = counted.entry_id
    returning entries.entry_id
),

quarantined as (
    insert into ops.quarantine (entry_id, batch_id, stage, reason, error, quarantined_at)
    select
        counted.entry_id,
        counted.batch_id,
        counted.stage,
        'batch_broke',
        counted.error,
        :now
    from counted
    where counted.is_last
    on conflict (batch_id, entry_id) do nothing
    returning entry_id
),

unchecked as (
    update ops.rechecks
    set
        is_planned = false,
        broken_batch_count = rechecks.broken_batch_count + case when dead.stage is null then 0 else 1 end,
        outcome = case
            when dead.stage is not null and rechecks.broken_batch_count + 1 >= :attempts then 'unreadable'
        end,
        reason = case
            when dead.stage is not null and rechecks.broken_batch_count + 1 >= :attempts then 'batch_broke'
            else rechecks.reason
        end,
        detail = case when dead.stage is not null then dead.error else rechecks.detail end,
        ended_at = case
            when dead.stage is not null and rechecks.broken_batch_count + 1 >= :attempts
                then cast(:now as timestamptz)
        end
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
    dead.stage,
    (select count(*) from released) as released_count,
    (select count(*) from quarantined) as quarantined_count
from dead
