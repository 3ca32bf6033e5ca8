-- One row per article of a batch of a comparison, with what a classifier reads. :run_id :batch_number
select
    articles.article_id,
    articles.batch_id,
    articles.title,
    articles.body,
    articles.language,
    articles.section
from ops.reclassify_batches as batches
cross join unnest(batches.article_ids) with ordinality as listed (article_id, place)
inner join news.article_keys as keys on listed.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
where batches.run_id = :run_id and batches.batch_number = :batch_number
order by listed.place
