-- One row per other article of a story. :story_id, :article_id
select
    articles.article_id,
    articles.dated_at,
    sources.name as source,
    articles.title,
    articles.is_copy,
    articles.duplicate_of
from news.articles
inner join news.sources on articles.source_id = sources.source_id
inner join news.stories on articles.story_id = stories.story_id
where
    coalesce(stories.merged_into, stories.story_id) = (
        select coalesce(mine.merged_into, mine.story_id)
        from news.stories as mine
        where mine.story_id = :story_id
    )
    and articles.article_id <> :article_id
order by articles.dated_at, articles.article_id
limit 50
