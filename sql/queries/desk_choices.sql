-- One row per value that the News desk's filters offer: topics, outlets, languages. No parameters.
-- Languages are those of outlets and of the newest articles: a distinct over all articles would read them all.
select
    'topic' as kind,
    topics.topic as value,
    topics.name,
    topics.parent
from news.topics
where
    topics.parent is null
    or exists (
        select 1 from news.article_topics as given
        where given.topic = topics.topic and given.is_assigned
    )
union all
select distinct
    'source' as kind,
    sources.name as value,
    sources.name,
    cast(null as text) as parent
from news.sources
union all
select
    'language' as kind,
    languages.language as value,
    languages.language as name,
    cast(null as text) as parent
from (
    select sources.language from news.sources
    union
    select newest.language
    from (
        select articles.language
        from news.articles
        order by articles.dated_at desc
        limit 2000
    ) as newest
) as languages
where languages.language is not null
order by kind, name, value
