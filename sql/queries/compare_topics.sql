-- Writes a batch of a comparison: each article's and topic's standing word beside the new one. No item. :run_id
-- :batch_number :article_ids  :rows  JSON array of {article_id, topic, probability, is_assigned, needs_review}.
-- After clear_topic_changes, hence repeatable.
with given as (
    select item.*
    from
        jsonb_to_recordset(cast(:rows as jsonb)) as item (
            article_id uuid, topic text, probability double precision, is_assigned boolean, needs_review boolean
        )
),

stood as (
    select topics.*
    from news.article_topics as topics
    where topics.article_id = any(cast(:article_ids as uuid[]))
),

compared as (
    select
        coalesce(given.article_id, stood.article_id) as article_id,
        coalesce(given.topic, stood.topic) as topic,
        stood.model_version as old_version,
        stood.probability as old_probability,
        given.probability as new_probability,
        coalesce(stood.is_model_assigned, false) as is_old_assigned,
        coalesce(given.is_assigned, false) as is_new_assigned,
        coalesce(stood.is_model_unsure, false) as is_old_unsure,
        coalesce(given.needs_review, false) as is_new_unsure
    from given
    full join stood on given.article_id = stood.article_id and given.topic = stood.topic
    where given.topic is not null or stood.model_version is not null
)

insert into ops.topic_changes (
    run_id, batch_number, article_id, topic, old_version, old_probability, new_probability, is_old_assigned,
    is_new_assigned, is_old_unsure, is_new_unsure
)
select
    :run_id,
    :batch_number,
    compared.article_id,
    compared.topic,
    compared.old_version,
    compared.old_probability,
    compared.new_probability,
    compared.is_old_assigned,
    compared.is_new_assigned,
    compared.is_old_unsure,
    compared.is_new_unsure
from compared
