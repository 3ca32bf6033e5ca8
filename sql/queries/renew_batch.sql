-- One row: the batch, its lease renewed while it is open. :batch_id, :now, :lease_seconds. Repeatable.
update ops.batches
set
    lease_until_at = case
        when state = 'open' then cast(:now as timestamptz) + make_interval(secs => :lease_seconds)
        else lease_until_at
    end
where batch_id = :batch_id
returning
    batch_id,
    kind,
    run_id,
    state,
    entry_count
