-- Notes of versions whose headline and body a later extractor reads the same that it does. No item.
-- :rows  JSON array of {article_id, batch_id, new_batch_id, extractor, modified_at}: the batch that brought the version
-- and the one that wrote what else the article says. Repeatable.
update news.article_revisions
set
    batch_id = given.new_batch_id,
    extractor = given.extractor,
    modified_at = given.modified_at
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, batch_id uuid, new_batch_id uuid, extractor text, modified_at timestamptz
    )
where
    article_revisions.article_id = given.article_id
    and article_revisions.batch_id = given.batch_id
