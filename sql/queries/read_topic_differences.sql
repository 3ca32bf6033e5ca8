-- One row per topic of a comparison: what it changes. :run_id
select
    topic,
    article_count,
    old_assigned_count,
    new_assigned_count,
    gained_count,
    lost_count,
    old_review_count,
    new_review_count,
    mean_move,
    largest_move,
    label_count,
    old_agreed_count,
    new_agreed_count
from mart.topic_differences
where run_id = :run_id
order by topic
