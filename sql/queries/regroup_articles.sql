-- The same for articles that are loaded. No item.
-- :rows  JSON array of {article_id, batch_id, copy_group, kind, reason, similarity_ratio, containment_ratio}
-- Repeatable.
update news.articles
set
    copy_group = given.copy_group,
    is_copy = given.article_id <> given.copy_group,
    duplicate_of = nullif(given.copy_group, given.article_id),
    similarity_ratio = given.similarity_ratio,
    containment_ratio = given.containment_ratio,
    decision_reason = given.reason
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, batch_id uuid, copy_group uuid, kind text, reason text, similarity_ratio double precision,
        containment_ratio double precision
    )
inner join news.article_keys as keys on given.article_id = keys.article_id
where
    articles.article_id = keys.article_id
    and articles.dated_at = keys.dated_at
    and articles.batch_id = given.batch_id
