-- One row per re-check of an article, planned or made. :article_id
select
    check_number,
    due_at,
    ended_at,
    outcome,
    reason,
    attempt_count
from ops.rechecks
where article_id = :article_id
order by check_number
