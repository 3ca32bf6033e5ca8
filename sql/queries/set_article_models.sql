-- Notes which classifier judged articles, and whether their language is covered. No item.
-- :rows  JSON array of {article_id, model_version, is_language_covered}. Repeatable.
update news.articles
set
    model_version = given.model_version,
    is_language_covered = given.is_language_covered
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, model_version text, is_language_covered boolean
    )
inner join news.article_keys as keys on given.article_id = keys.article_id
where articles.article_id = keys.article_id and articles.dated_at = keys.dated_at
