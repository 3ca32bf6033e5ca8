-- Drops the model's word on topics that the current version was not judged for. No rows. :article_ids
-- :rows  JSON array of {article_id, topic}: what stays. Repeatable.
delete from news.article_topics
where
    article_topics.article_id = any(cast(:article_ids as uuid[]))
    and not exists (
        select 1
        from jsonb_to_recordset(cast(:rows as jsonb)) as given (article_id uuid, topic text)
        where given.article_id = article_topics.article_id and given.topic = article_topics.topic
    )
