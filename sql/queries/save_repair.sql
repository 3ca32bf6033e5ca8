-- Writes what became of an overflow. No item. :poll_id, :outcome, :entry_count (added to the ledger). Repeatable.
update ops.feed_polls
set
    repair_outcome = :outcome,
    repaired_entry_count = :entry_count
where poll_id = :poll_id
