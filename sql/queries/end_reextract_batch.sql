-- Moves a batch of a re-reading on. No item. :run_id :batch_number :state :changed_meanwhile_count (null: not known
-- yet). Repeatable.
update ops.reextract_batches
set
    state = :state,
    changed_meanwhile_count = cast(:changed_meanwhile_count as integer)
where run_id = :run_id and batch_number = :batch_number
