-- One row per story with two articles or more since :since_at, most outlets first, merges followed. :limit
select
    coalesce(stories.merged_into, stories.story_id) as story_id,
    (array_agg(articles.title order by articles.dated_at, articles.article_id))[1] as title,
    (array_agg(articles.language order by articles.dated_at, articles.article_id))[1] as language,
    max(articles.dated_at) as last_at,
    count(*) as article_count,
    count(*) filter (where articles.is_copy) as copy_count,
    count(distinct articles.source_id) as source_count,
    (array_agg(distinct sources.name order by sources.name))[1:6] as sources
from news.articles
inner join news.stories on articles.story_id = stories.story_id
inner join news.sources on articles.source_id = sources.source_id
where articles.dated_at >= :since_at
group by coalesce(stories.merged_into, stories.story_id)
having count(*) > 1
order by source_count desc, article_count desc, last_at desc, story_id asc
limit :limit
