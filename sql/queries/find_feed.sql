-- One row: the feed of a URL. :url
select
    feed_id,
    url,
    name
from ops.feeds
where url = :url
