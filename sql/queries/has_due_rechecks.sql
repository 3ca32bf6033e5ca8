-- One row: whether a re-check that a run may take on has been due since a time: the conditions of lock_due_rechecks.
-- :before, :prefix (of its feed's URL)
select count(*) > 0 as is_due
from (
    select rechecks.recheck_id
    from ops.rechecks
    inner join ops.entries on rechecks.entry_id = entries.entry_id
    inner join ops.feeds on entries.feed_id = feeds.feed_id
    where
        rechecks.outcome is null
        and not rechecks.is_planned
        and rechecks.due_at <= :before
        and entries.state <> 'discovered'
        and not entries.is_planned
        and feeds.is_enabled
        and starts_with(feeds.url, :prefix)
    order by rechecks.due_at
    limit 1
) as due
