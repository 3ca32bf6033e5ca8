-- One row per entry that waits and whose time has come, locked. :now, :limit, :kind (ingest or backfill)
select
    entries.entry_id,
    entries.host,
    entries.broken_batch_count
from ops.entries
inner join ops.feeds on entries.feed_id = feeds.feed_id
where
    entries.state = 'discovered'
    and not entries.is_planned
    and entries.next_attempt_at <= :now
    and (feeds.kind is not distinct from 'backfill') = (:kind = 'backfill')
order by entries.next_attempt_at, entries.entry_id
limit :limit
for update of entries skip locked
