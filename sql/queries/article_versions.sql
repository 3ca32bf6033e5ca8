-- One row per version of an article, whole, the first first. :article_id
select
    revision_number,
    title,
    body,
    fetched_at,
    modified_at,
    valid_from_at,
    valid_to_at,
    extractor
from news.article_revisions
where article_id = :article_id
order by revision_number
