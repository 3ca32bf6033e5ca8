-- Notes what broke a batch; without a stage nothing did that its entries can be blamed for. No item.
-- :batch_id, :stage, :error. Repeatable: the last word stays.
update ops.batches
set
    stage = :stage,
    error = :error
where batch_id = :batch_id and state = 'open'
