-- One row per outlet. No parameters.
select
    source_id,
    site_url,
    name
from news.sources
order by site_url
