-- One row: whether any entry waits whose time has come, or a batch whose run died. :now, :kind (ingest or backfill)
select
    exists (
        select 1
        from ops.entries
        inner join ops.feeds on entries.feed_id = feeds.feed_id
        where
            entries.state = 'discovered'
            and not entries.is_planned
            and entries.next_attempt_at <= :now
            and (feeds.kind is not distinct from 'backfill') = (:kind = 'backfill')
    )
    or exists (
        select 1
        from ops.batches
        where state = 'open' and lease_until_at < :now
    ) as is_waiting
