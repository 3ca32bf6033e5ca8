-- One row: the counts at the top of the News desk. No parameters.
select
    (select count(*) from news.article_keys) as article_count,
    (
        select count(*) from news.articles
        where loaded_at > now() - interval '24 hours'
    ) as loaded_day_count,
    (
        select count(*) from news.stories
        where merged_into is null
    ) as story_count,
    (
        select count(*) from ops.entries
        where state = 'discovered'
    ) as waiting_count,
    (
        select count(*) from ops.quarantine
        where resolved_at is null
    ) as quarantine_count,
    (
        select count(distinct model.article_id)
        from news.article_topics as model
        where
            model.needs_review
            and not exists (
                select 1 from news.topic_labels as labels
                where labels.article_id = model.article_id and labels.topic = model.topic
            )
    ) as review_count,
    (
        select count(*) from ops.feeds
        where kind is distinct from 'backfill'
    ) as feed_count,
    (select max(loaded_at) from news.articles) as last_loaded_at,
    now() as now_at
