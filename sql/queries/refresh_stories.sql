-- Says of stories when their articles are dated and what the first one's headline is, after articles were read anew.
-- Articles of stories merged into one count for it. No item. :story_ids. Repeatable.
with told as (
    select
        asked.story_id,
        (array_agg(articles.title order by articles.dated_at, articles.article_id))[1] as title,
        min(articles.dated_at) as first_at,
        max(articles.dated_at) as last_at
    from unnest(cast(:story_ids as uuid[])) as asked (story_id)
    inner join news.stories as members on asked.story_id in (members.story_id, members.merged_into)
    inner join news.articles on members.story_id = articles.story_id
    group by asked.story_id
)

update news.stories
set
    title = told.title,
    first_seen_at = told.first_at,
    last_seen_at = told.last_at
from told
where
    stories.story_id = told.story_id
    and (stories.title, stories.first_seen_at, stories.last_seen_at)
    is distinct from (told.title, told.first_at, told.last_at)
