-- One row per article that we have, with its body as it was stripped and what left it. :article_ids
select
    articles.article_id,
    articles.extractor,
    articles.body,
    articles.site_blocks
from news.article_keys as keys
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
where keys.article_id = any(cast(:article_ids as uuid[]))
