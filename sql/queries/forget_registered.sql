-- Forgets what deduplication registered of versions that are decided on anew. No item.
-- :rows  JSON array of {article_id, batch_id}. Repeatable.
delete from news.fingerprints
using jsonb_to_recordset(cast(:rows as jsonb)) as given (article_id uuid, batch_id uuid)
where
    fingerprints.article_id = given.article_id
    and fingerprints.batch_id = given.batch_id
