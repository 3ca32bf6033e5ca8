-- One row per example of a change: of each topic and kind the :limit with the largest move. :run_id
with ranked as (
    select
        changes.*,
        row_number() over (
            partition by changes.topic, changes.change
            order by
                abs(coalesce(changes.new_probability, 0) - coalesce(changes.old_probability, 0)) desc,
                changes.article_id
        ) as place
    from mart.topic_changes as changes
    where changes.run_id = :run_id
)

select
    topic,
    change,
    old_probability,
    new_probability,
    label,
    title,
    source,
    canonical_url
from ranked
where place <= :limit
order by topic, change, place
