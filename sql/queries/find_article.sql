-- One row: the article of an id, a canonical URL, or a URL that an entry had. :article_id (null when not a UUID), :url
select
    articles.*,
    sources.name as source
from news.article_keys as keys
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
where
    keys.article_id = cast(:article_id as uuid)
    or keys.canonical_url = :url
    or keys.article_id in (
        select entries.article_id
        from ops.entries
        where entries.url = :url and entries.article_id is not null
    )
order by keys.article_id
limit 1
