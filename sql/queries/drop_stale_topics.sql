-- Drops the model's word on topics that the current version was not judged for; what a label decided stays, without
-- a model's word beside it. No rows. :article_ids
-- :rows  JSON array of {article_id, topic}: what stays. Repeatable.
with stale as (
    select
        topics.article_id,
        topics.topic
    from news.article_topics as topics
    where
        topics.article_id = any(cast(:article_ids as uuid[]))
        and topics.model_version is not null
        and not exists (
            select 1
            from jsonb_to_recordset(cast(:rows as jsonb)) as given (article_id uuid, topic text)
            where given.article_id = topics.article_id and given.topic = topics.topic
        )
),

labelled as (
    update news.article_topics
    set
        probability = null,
        is_model_assigned = false,
        is_model_unsure = false,
        evidence = '[]',
        implied_by = null,
        model_version = null,
        classified_at = null
    from stale
    where
        article_topics.article_id = stale.article_id
        and article_topics.topic = stale.topic
        and article_topics.decided_by = 'label'
)

delete from news.article_topics
using stale
where
    article_topics.article_id = stale.article_id
    and article_topics.topic = stale.topic
    and article_topics.decided_by = 'model'
