-- Drops what loaded batches registered of articles that this batch loads in a newer version. No item.
-- :batch_id, :article_ids. Repeatable.
delete from news.fingerprints
using news.fingerprints as mine, ops.batches as other
where
    mine.batch_id = :batch_id
    and mine.article_id = any(cast(:article_ids as uuid[]))
    and fingerprints.article_id = mine.article_id
    and fingerprints.batch_id <> mine.batch_id
    and fingerprints.fetched_at <= mine.fetched_at
    and other.batch_id = fingerprints.batch_id
    and other.state = 'loaded'
