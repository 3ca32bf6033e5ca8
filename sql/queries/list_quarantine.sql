-- One row per entry in quarantine that is not resolved, newest first. :limit
select
    quarantine.quarantine_id,
    quarantine.entry_id,
    entries.url,
    quarantine.stage,
    quarantine.reason,
    quarantine.error,
    quarantine.quarantined_at
from ops.quarantine
inner join ops.entries on quarantine.entry_id = entries.entry_id
where quarantine.resolved_at is null
order by quarantine.quarantined_at desc
limit :limit
