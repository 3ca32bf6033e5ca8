-- One row per article of a batch of a re-reading: as it stands, with the places of its bytes, its entry, and
-- what the stages need of feed and outlet. :run_id :batch_number
select
    articles.article_id,
    articles.dated_at,
    articles.source_id,
    articles.canonical_url,
    articles.url,
    articles.title,
    articles.subtitle,
    articles.body,
    articles.language,
    articles.section,
    articles.tags,
    articles.dateline_place,
    articles.wire_agency,
    articles.site_name,
    articles.image_url,
    articles.word_count,
    articles.is_paywalled,
    articles.published_at,
    articles.published_at_source,
    articles.published_at_precision,
    articles.published_at_zone,
    articles.modified_at,
    articles.modified_at_source,
    articles.first_seen_at,
    articles.fetched_at,
    articles.loaded_at,
    articles.story_id,
    articles.decision_candidates,
    articles.is_language_covered,
    articles.model_version,
    articles.extractor,
    articles.entry_id,
    articles.batch_id,
    articles.raw_file,
    articles.raw_offset,
    articles.raw_length,
    articles.raw_digest,
    articles.following_pages,
    sources.name as outlet,
    sources.site_url,
    entries.feed_id,
    entries.entry,
    feeds.name as feed_name,
    feeds.kind as feed_kind,
    named.authors,
    named.author_keys,
    coalesce(located.places, '[]') as places
from ops.reextract_batches as batches
cross join unnest(batches.article_ids) with ordinality as listed (article_id, place)
inner join news.article_keys as keys on listed.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
left join ops.entries on articles.entry_id = entries.entry_id
left join ops.feeds on entries.feed_id = feeds.feed_id
left join lateral (
    select
        coalesce(array_agg(authors.name order by written.author_number), '{}') as authors,
        coalesce(array_agg(authors.name_key order by written.author_number), '{}') as author_keys
    from news.article_authors as written
    inner join news.authors on written.author_id = authors.author_id
    where written.article_id = articles.article_id
) as named on true
left join lateral (
    select
        jsonb_agg(
            jsonb_build_array(
                about.kind, about.country_code, about.place_name, about.mention_count, about.salience_ratio,
                about.is_main
            )
            order by about.kind, about.country_code, about.place_name
        ) as places
    from news.article_places as about
    where about.article_id = articles.article_id
) as located on true
where batches.run_id = :run_id and batches.batch_number = :batch_number
order by listed.place
