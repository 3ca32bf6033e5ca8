-- One row per article of the News desk, newest first, with its topics, their evidence, and what its story holds.
-- :topic, :source (name), :language, :words (websearch syntax), :story_id: null means any.
-- :before_at and :before_id: the last row of the page before, null for the first page. :limit, :body_length characters.
-- Topics, stories and copies are asked row by row: as joins the planner would read those of all articles first.
with chosen as (
    select
        articles.article_id,
        articles.dated_at,
        articles.published_at,
        articles.published_at_precision,
        articles.published_at_zone,
        articles.first_seen_at,
        articles.loaded_at,
        sources.name as source,
        sources.country,
        articles.language,
        articles.is_language_covered,
        articles.title,
        articles.canonical_url,
        articles.section,
        articles.word_count,
        articles.is_paywalled,
        articles.revision_number,
        articles.is_copy,
        articles.copy_group,
        articles.similarity_ratio,
        articles.duplicate_of,
        coalesce(stories.merged_into, stories.story_id) as story_id,
        left(articles.body, :body_length) as body
    from news.articles
    inner join news.sources on articles.source_id = sources.source_id
    inner join news.stories on articles.story_id = stories.story_id
    where
        (cast(:source as text) is null or sources.name = :source)
        and (cast(:language as text) is null or articles.language = :language)
        and (
            cast(:story_id as uuid) is null
            or articles.story_id = any(array(
                select merged.story_id
                from news.stories as merged
                where merged.story_id = cast(:story_id as uuid) or merged.merged_into = cast(:story_id as uuid)
            ))
        )
        and (cast(:words as text) is null or articles.search_vector @@ websearch_to_tsquery('simple', :words))
        and (
            cast(:topic as text) is null
            or coalesce((
                select topics.is_assigned
                from mart.article_topics as topics
                where topics.article_id = articles.article_id and topics.topic = :topic
            ), false)
        )
        and (
            cast(:before_at as timestamptz) is null
            or articles.dated_at < cast(:before_at as timestamptz)
            or (
                articles.dated_at = cast(:before_at as timestamptz)
                and articles.article_id > cast(:before_id as uuid)
            )
        )
    order by articles.dated_at desc, articles.article_id asc
    limit :limit
),

merged as materialized (
    select
        stories.merged_into,
        array_agg(stories.story_id) as story_ids
    from news.stories
    where stories.merged_into in (select chosen.story_id from chosen)
    group by stories.merged_into
)

select
    chosen.article_id,
    chosen.dated_at,
    chosen.published_at,
    chosen.published_at_precision,
    chosen.published_at_zone,
    chosen.first_seen_at,
    chosen.loaded_at,
    chosen.source,
    chosen.country,
    chosen.language,
    chosen.is_language_covered,
    chosen.title,
    chosen.canonical_url,
    chosen.section,
    chosen.word_count,
    chosen.is_paywalled,
    chosen.revision_number,
    chosen.is_copy,
    chosen.similarity_ratio,
    original.source as original_source,
    copies.copy_count,
    chosen.story_id,
    members.article_count as story_article_count,
    members.source_count as story_source_count,
    chosen.body,
    coalesce(given.topics, cast('[]' as jsonb)) as topics
from chosen
left join merged on chosen.story_id = merged.merged_into
left join lateral (
    select
        count(*) as article_count,
        count(distinct articles.source_id) as source_count
    from news.articles
    where articles.story_id = any(array_append(merged.story_ids, chosen.story_id))
) as members on true
left join lateral (
    select count(*) filter (where articles.is_copy) as copy_count
    from news.articles
    where articles.copy_group = chosen.copy_group
) as copies on true
left join lateral (
    select sources.name as source
    from news.articles
    inner join news.sources on articles.source_id = sources.source_id
    where articles.article_id = chosen.duplicate_of
    order by articles.dated_at desc
    limit 1
) as original on true
left join lateral (
    select
        jsonb_agg(
            jsonb_build_object(
                'topic', topics.topic,
                'name', named.name,
                'parent', named.parent,
                'probability', topics.probability,
                'is_assigned', topics.is_assigned,
                'needs_review', coalesce(model.needs_review, false) and topics.decided_by = 'model',
                'decided_by', topics.decided_by,
                'implied_by', model.implied_by,
                'evidence', coalesce(nullif(topics.evidence, cast('[]' as jsonb)), model.evidence, cast('[]' as jsonb))
            )
            order by named.parent is not null, topics.topic
        ) as topics
    from mart.article_topics as topics
    inner join news.topics as named on topics.topic = named.topic
    left join news.article_topics as model on topics.article_id = model.article_id and topics.topic = model.topic
    where
        topics.article_id = chosen.article_id
        and (topics.is_assigned or (model.needs_review and topics.decided_by = 'model'))
) as given on true
order by chosen.dated_at desc, chosen.article_id asc
