-- One row: counts for `dateline db status`. No parameters.
select
    (
        select count(*) from ops.feeds
        where kind is distinct from 'backfill'
    ) as feed_count,
    (select count(*) from ops.entries) as entry_count,
    (
        select count(*) from ops.entries
        where state = 'discovered'
    ) as waiting_count,
    (select count(*) from news.articles) as article_count,
    (
        select count(*) from news.stories
        where merged_into is null
    ) as story_count,
    (
        select count(*) from news.article_topics
        where is_assigned
    ) as topic_count,
    (select max(loaded_at) from news.articles) as last_loaded_at
