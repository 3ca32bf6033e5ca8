-- One row per topic of an article. :article_id
select
    topics.topic,
    topics.probability,
    topics.is_assigned,
    topics.evidence,
    topics.decided_by,
    coalesce(model.needs_review, false) as needs_review,
    model.implied_by
from mart.article_topics as topics
left join news.article_topics as model on topics.article_id = model.article_id and topics.topic = model.topic
where topics.article_id = :article_id
order by topics.probability desc, topics.topic
