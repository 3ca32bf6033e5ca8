-- One row per story and outlet of which an article is loaded. :rows  JSON array of {story_id, source_id}.
select distinct
    articles.story_id,
    articles.source_id
from news.articles
inner join
    jsonb_to_recordset(cast(:rows as jsonb)) as item (story_id uuid, source_id bigint)
    on articles.story_id = item.story_id and articles.source_id = item.source_id
