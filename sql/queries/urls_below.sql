-- One row per article whose canonical URL begins so, latest first: what a mistyped URL may have meant. :prefix :limit
select keys.canonical_url
from news.article_keys as keys
where starts_with(keys.canonical_url, :prefix)
order by keys.dated_at desc
limit :limit
