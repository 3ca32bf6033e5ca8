-- One row per extractor that made what stood, of a re-reading: how many articles. :run_id
select
    old_extractor,
    count(*) as article_count
from ops.text_changes
where run_id = :run_id
group by old_extractor
order by article_count desc, old_extractor asc
