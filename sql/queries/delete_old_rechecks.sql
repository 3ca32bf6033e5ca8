-- Forgets re-checks that found nothing and ended before a time, and those that wait since then for a feed that is no
-- longer followed: every minute's question passes over them. No item. :before
delete from ops.rechecks
using ops.entries, ops.feeds
where
    rechecks.entry_id = entries.entry_id
    and entries.feed_id = feeds.feed_id
    and (
        (rechecks.outcome = 'unchanged' and rechecks.ended_at < :before)
        or (rechecks.outcome is null and not rechecks.is_planned and rechecks.due_at < :before and not feeds.is_enabled)
    )
