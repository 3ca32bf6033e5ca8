-- Forgets what a batch of a re-reading said, before it is compared anew. No item. :run_id :batch_number. Repeatable.
delete from ops.text_changes
where run_id = :run_id and batch_number = :batch_number
