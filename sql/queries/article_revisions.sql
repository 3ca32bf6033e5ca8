-- One row per version of an article. :article_id
select
    revision_number,
    title,
    length(body) as body_length,
    valid_from_at,
    valid_to_at,
    modified_at,
    extractor
from news.article_revisions
where article_id = :article_id
order by revision_number
