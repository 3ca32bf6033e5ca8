-- One row per re-check that is due, the longest due first, locked. :now, :limit, :host_limit (of one host at most),
-- :prefix (of the URLs of feeds that may be worked for). One an entry, and none whose entry waits or is under way:
-- that fetch is a look, too.
with due as (
    select
        rechecks.recheck_id,
        rechecks.due_at,
        row_number() over (partition by rechecks.entry_id order by rechecks.due_at, rechecks.recheck_id) as entry_turn,
        row_number() over (partition by rechecks.host order by rechecks.due_at, rechecks.recheck_id) as host_turn
    from ops.rechecks
    inner join ops.entries on rechecks.entry_id = entries.entry_id
    inner join ops.feeds on entries.feed_id = feeds.feed_id
    where
        rechecks.outcome is null
        and not rechecks.is_planned
        and rechecks.due_at <= :now
        and entries.state <> 'discovered'
        and not entries.is_planned
        and feeds.is_enabled
        and starts_with(feeds.url, :prefix)
)

select
    rechecks.recheck_id,
    rechecks.entry_id,
    rechecks.host,
    rechecks.broken_batch_count
from ops.rechecks
inner join due on rechecks.recheck_id = due.recheck_id
where due.entry_turn = 1 and due.host_turn <= :host_limit
order by due.due_at, rechecks.recheck_id
limit :limit
for update of rechecks skip locked
