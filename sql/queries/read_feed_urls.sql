-- One row per address of a feed's latest entries. :feed_id, :limit
select url
from ops.entries
where feed_id = :feed_id and url is not null
order by entry_id desc
limit :limit
