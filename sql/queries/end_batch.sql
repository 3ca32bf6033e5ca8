-- Ends a batch. No item. :batch_id, :now, :outcome_counts (JSON object). Repeatable: the first end's time stays.
update ops.batches
set
    state = 'loaded',
    ended_at = coalesce(ended_at, :now),
    outcome_counts = cast(:outcome_counts as jsonb)
where batch_id = :batch_id
