-- Writes how many words came and went with versions. No item. Repeatable.
-- :rows  JSON array of {article_id, batch_id, added_word_count, removed_word_count}
update news.article_revisions
set
    added_word_count = given.added_word_count,
    removed_word_count = given.removed_word_count
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, batch_id uuid, added_word_count integer, removed_word_count integer
    )
where
    article_revisions.article_id = given.article_id
    and article_revisions.batch_id = given.batch_id
