-- Forgets re-checks that found nothing and ended before a time. No item. :before
delete from ops.rechecks
where outcome = 'unchanged' and ended_at < :before
