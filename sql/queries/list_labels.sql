-- One row per topic of an article with a label: the latest. :article_id
select
    labels.topic,
    labels.is_positive,
    labels.labelled_by,
    labels.labelled_at,
    labels.reason,
    labels.is_text_changed
from mart.topic_labels as labels
where labels.article_id = :article_id
order by labels.topic
