-- One row: the hashes of the items that stood in a feed's document at its last poll. :feed_id
select item_hashes
from ops.feeds
where feed_id = :feed_id
