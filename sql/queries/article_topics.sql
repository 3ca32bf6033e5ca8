-- One row per topic of an article. :article_id
select
    topics.topic,
    topics.probability,
    topics.model_probability,
    topics.is_assigned,
    topics.evidence,
    topics.decided_by,
    coalesce(given.needs_review, false) as needs_review,
    given.implied_by,
    topics.labelled_by,
    topics.labelled_at,
    topics.label_reason,
    coalesce(labels.is_text_changed, false) as is_text_changed
from mart.article_topics as topics
left join news.article_topics as given on topics.article_id = given.article_id and topics.topic = given.topic
left join mart.topic_labels as labels on topics.article_id = labels.article_id and topics.topic = labels.topic
where topics.article_id = :article_id
order by topics.probability desc nulls last, topics.topic
