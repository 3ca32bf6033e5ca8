-- Forgets what a batch of a comparison said, before it is compared anew. No item. :run_id :batch_number. Repeatable.
delete from ops.topic_changes
where run_id = :run_id and batch_number = :batch_number
