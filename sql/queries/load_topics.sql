-- Writes the model's word on articles; a trigger lets a reader's label win over it. No item. :now
-- :rows  JSON array of the columns. Repeatable: keyed by article and topic; the same word again keeps its time.
insert into news.article_topics (
    article_id, topic, probability, is_assigned, needs_review, is_model_assigned, is_model_unsure, evidence,
    implied_by, model_version, classified_at
)
select
    given.article_id,
    given.topic,
    given.probability,
    given.is_assigned,
    given.needs_review,
    given.is_assigned,
    given.needs_review,
    given.evidence,
    given.implied_by,
    given.model_version,
    :now
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, topic text, probability double precision, is_assigned boolean, needs_review boolean,
        evidence jsonb, implied_by text, model_version text
    )
order by given.article_id, given.topic
on conflict (article_id, topic) do update set
    probability = excluded.probability,
    is_model_assigned = excluded.is_model_assigned,
    is_model_unsure = excluded.is_model_unsure,
    evidence = excluded.evidence,
    implied_by = excluded.implied_by,
    model_version = excluded.model_version,
    classified_at = excluded.classified_at
where
(
    article_topics.probability, article_topics.is_model_assigned, article_topics.is_model_unsure,
    article_topics.evidence, article_topics.implied_by, article_topics.model_version
)
is distinct from
(
    excluded.probability, excluded.is_model_assigned, excluded.is_model_unsure,
    excluded.evidence, excluded.implied_by, excluded.model_version
)
