-- One row per entry of a feed that the ledger knows, of the keys asked. :feed_id, :keys
select
    entry_key,
    entry_hash
from ops.entries
where feed_id = :feed_id and entry_key = any(cast(:keys as text[]))
