-- One row per article, newest first. :limit, :topic (null: any)
select
    latest.article_id,
    latest.dated_at,
    latest.published_at,
    latest.loaded_at,
    latest.source,
    latest.language,
    latest.title,
    latest.topics,
    latest.is_copy,
    latest.story_id,
    latest.canonical_url
from mart.latest_articles as latest
where cast(:topic as text) is null or :topic = any(latest.topics)
order by latest.dated_at desc, latest.article_id asc
limit :limit
