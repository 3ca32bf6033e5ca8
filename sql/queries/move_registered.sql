-- Gives what deduplication registered of versions to the batch that writes them anew. No item.
-- :rows  JSON array of {article_id, batch_id, new_batch_id}. Repeatable: moved once, it is found no more.
update news.fingerprints
set batch_id = given.new_batch_id
from jsonb_to_recordset(cast(:rows as jsonb)) as given (article_id uuid, batch_id uuid, new_batch_id uuid)
where
    fingerprints.article_id = given.article_id
    and fingerprints.batch_id = given.batch_id
