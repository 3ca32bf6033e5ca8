-- The same for articles that are loaded: a copy group that proved to be another's, whose head is a copy now. No rows.
-- :rows  JSON array of {was, becomes}. A group is called by the id of its head. Repeatable.
update news.articles
set
    copy_group = given.becomes,
    is_copy = articles.is_copy or articles.article_id = given.was,
    duplicate_of = case
        when articles.article_id = given.was then given.becomes
        else articles.duplicate_of
    end,
    decision_reason = case
        when articles.article_id = given.was then 'an earlier article with the same text arrived later'
        else articles.decision_reason
    end
from jsonb_to_recordset(cast(:rows as jsonb)) as given (was uuid, becomes uuid)
where articles.copy_group = given.was
