-- The review queue by windows over what waits and what is labelled: a second, not a minute, on a long queue.

create or replace view mart.review_queue as
with judged as (
    select
        topics.article_id,
        topics.topic,
        topics.probability,
        topics.is_model_unsure,
        topics.evidence,
        false as is_label,
        keys.dated_at,
        articles.title,
        articles.canonical_url,
        articles.source_id,
        articles.language,
        articles.body,
        articles.copy_group,
        coalesce(stories.merged_into, articles.story_id) as story_id
    from news.article_topics as topics
    inner join news.article_keys as keys on topics.article_id = keys.article_id
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    inner join news.stories on articles.story_id = stories.story_id
    where topics.needs_review and not articles.is_copy
    union all
    select
        labels.article_id,
        labels.topic,
        null as probability,
        null as is_model_unsure,
        null as evidence,
        true as is_label,
        keys.dated_at,
        null as title,
        null as canonical_url,
        articles.source_id,
        null as language,
        null as body,
        articles.copy_group,
        coalesce(stories.merged_into, articles.story_id) as story_id
    from (
        select distinct
            article_id,
            topic
        from news.topic_labels
    ) as labels
    inner join news.article_keys as keys on labels.article_id = keys.article_id
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    inner join news.stories on articles.story_id = stories.story_id
),

-- Windows, not joins: how many rows wait cannot be estimated, and a nested loop over them takes minutes.
counted as (
    select
        judged.*,
        count(*) filter (where judged.is_label) over (partition by judged.topic, judged.source_id)
            as source_label_count,
        count(*) filter (where judged.is_label) over (partition by judged.topic, judged.story_id)
            as story_label_count,
        bool_or(judged.is_label) over (partition by judged.topic, judged.copy_group) as is_text_labelled
    from judged
),

ranked as (
    select
        counted.*,
        case when counted.is_model_unsure then 1 - 2 * abs(counted.probability - 0.5) else 1 end as uncertainty,
        row_number() over (
            partition by counted.topic, counted.story_id
            order by abs(counted.probability - 0.5), counted.dated_at, counted.article_id
        ) as story_place,
        row_number() over (
            partition by counted.topic, counted.source_id
            order by abs(counted.probability - 0.5), counted.dated_at desc, counted.article_id
        ) as source_place
    from counted
    where not counted.is_text_labelled
)

select
    ranked.article_id,
    ranked.topic,
    ranked.probability,
    ranked.dated_at,
    ranked.title,
    ranked.canonical_url,
    sources.name as source,
    ranked.language,
    ranked.uncertainty
    / (ranked.story_place * (1 + ranked.story_label_count))
    / sqrt(ranked.source_place + ranked.source_label_count) as usefulness,
    ranked.evidence,
    left(ranked.body, 300) as lead,
    ranked.source_label_count
from ranked
inner join news.sources on ranked.source_id = sources.source_id
order by usefulness desc, ranked.dated_at desc, ranked.article_id asc, ranked.topic asc;
