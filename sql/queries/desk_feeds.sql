-- One row per feed that needs attention, worst first. :limit. total_count counts them all.
-- The view's counts of the week are left out on purpose: unread, they are not worked out.
select
    health.feed_id,
    health.name,
    health.url,
    health.health,
    health.failure_class,
    health.failure_count,
    health.detail,
    health.last_polled_at,
    health.last_success_at,
    health.last_entry_at,
    health.next_poll_at,
    count(*) over () as total_count
from mart.feed_health as health
where health.health not in ('healthy', 'new')
order by
    array_position(array['failing', 'stumbling', 'silent', 'retired', 'disabled'], health.health) asc,
    health.failure_count desc,
    health.name asc,
    health.feed_id asc
limit :limit
