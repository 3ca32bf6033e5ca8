-- The same for articles that are loaded: a copy group that proved to be another's. No item.
-- :rows  JSON array of {was, becomes}. Repeatable.
update news.articles
set copy_group = given.becomes
from jsonb_to_recordset(cast(:rows as jsonb)) as given (was uuid, becomes uuid)
where articles.copy_group = given.was
