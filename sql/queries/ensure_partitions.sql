-- Makes the monthly partitions that dates need. One row per date. :dates. Repeatable.
select news.ensure_article_partition(given.dated_at)
from unnest(cast(:dates as timestamptz[])) as given (dated_at)
