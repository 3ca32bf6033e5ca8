-- One row per kind of change (and reason) of a re-reading: how many articles. :run_id
select
    what,
    reason,
    article_count,
    mean_changed_ratio,
    largest_changed_ratio
from mart.text_differences
where run_id = :run_id
order by what, reason
