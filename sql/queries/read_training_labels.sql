-- One row per article and topic with a label: the latest, with the text that the reader saw. No parameters.
with latest as (
    select distinct on (article_id, topic)
        label_id,
        article_id,
        topic,
        is_positive,
        body_hash
    from news.topic_labels
    order by article_id asc, topic asc, labelled_at desc, label_id desc
)

select
    latest.label_id,
    latest.article_id,
    latest.topic,
    latest.is_positive,
    coalesce(seen.title, articles.title) as title,
    coalesce(seen.body, articles.body) as body,
    coalesce(latest.body_hash, articles.body_hash) as body_hash,
    articles.language,
    articles.section,
    articles.copy_group,
    sources.name as source
from latest
inner join news.article_keys as keys on latest.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
left join lateral (
    select
        revisions.title,
        revisions.body
    from news.article_revisions as revisions
    where revisions.article_id = latest.article_id and revisions.body_hash = latest.body_hash
    order by revisions.revision_number desc
    limit 1
) as seen on true
order by latest.article_id, latest.topic
