-- Writes the current version of articles. One row per article written, is_new saying whether it was there before.
-- :rows  JSON array of the columns, :now. Repeatable: keyed by article_id; a version older than the one that stands
-- is not written, and a story that readers saw stays, unless is_story_new says that it was decided anew. The same page
-- read again does not bring back what was withdrawn. A corrected date moves the row to another partition, hence delete
-- and insert.
with given as (
    select
        item.*,
        keys.dated_at as stood_at
    from
        jsonb_to_recordset(cast(:rows as jsonb)) as item (
            article_id uuid, dated_at timestamptz, source_id bigint, canonical_url text, url text, title text,
            subtitle text, body text, body_hash text, language text, section text, tags text[],
            dateline_place text, wire_agency text, site_name text, image_url text, word_count integer,
            is_paywalled boolean, published_at timestamptz, published_at_source text, published_at_precision text,
            published_at_zone text, modified_at timestamptz, modified_at_source text, first_seen_at timestamptz,
            fetched_at timestamptz, is_copy boolean, duplicate_of uuid, copy_group uuid,
            similarity_ratio double precision, containment_ratio double precision, story_id uuid,
            decision_reason text, decision_candidates jsonb, is_language_covered boolean, model_version text,
            extractor text, value_sources jsonb, removed_blocks text[], site_blocks jsonb, entry_id bigint,
            batch_id uuid, raw_file text, raw_offset bigint, raw_length bigint, raw_digest text,
            following_pages jsonb, is_story_new boolean
        )
    inner join news.article_keys as keys on item.article_id = keys.article_id
),

stood as (
    delete from news.articles
    using given
    where
        articles.article_id = given.article_id
        and articles.dated_at = given.stood_at
        and articles.fetched_at <= given.fetched_at
    returning
        articles.article_id,
        articles.first_seen_at,
        articles.fetched_at,
        articles.loaded_at,
        articles.batch_id,
        articles.story_id,
        articles.withdrawn_at
),

newer as (
    select articles.article_id
    from news.articles
    inner join given on articles.article_id = given.article_id and articles.dated_at = given.stood_at
    where articles.fetched_at > given.fetched_at
),

moved as (
    update news.article_keys
    set dated_at = given.dated_at
    from given
    where
        article_keys.article_id = given.article_id
        and article_keys.dated_at <> given.dated_at
        and given.article_id not in (select newer.article_id from newer)
)

insert into news.articles (
    article_id, dated_at, source_id, canonical_url, url, title, subtitle, body, body_hash, language, section, tags,
    dateline_place, wire_agency, site_name, image_url, word_count, is_paywalled, published_at,
    published_at_source, published_at_precision, published_at_zone, modified_at, modified_at_source,
    first_seen_at, fetched_at, loaded_at, revision_number, is_copy, duplicate_of, copy_group, similarity_ratio,
    containment_ratio, story_id, decision_reason, decision_candidates, is_language_covered, model_version,
    extractor, value_sources, removed_blocks, site_blocks, entry_id, batch_id, raw_file, raw_offset, raw_length,
    raw_digest, following_pages, withdrawn_at
)
select
    given.article_id,
    given.dated_at,
    given.source_id,
    given.canonical_url,
    given.url,
    given.title,
    given.subtitle,
    given.body,
    given.body_hash,
    given.language,
    given.section,
    given.tags,
    given.dateline_place,
    given.wire_agency,
    given.site_name,
    given.image_url,
    given.word_count,
    given.is_paywalled,
    given.published_at,
    given.published_at_source,
    given.published_at_precision,
    given.published_at_zone,
    given.modified_at,
    given.modified_at_source,
    least(given.first_seen_at, stood.first_seen_at),
    given.fetched_at,
    case when stood.batch_id = given.batch_id then stood.loaded_at else :now end,
    coalesce((
        select max(revisions.revision_number)
        from news.article_revisions as revisions
        where revisions.article_id = given.article_id
    ), 1),
    given.is_copy,
    given.duplicate_of,
    given.copy_group,
    given.similarity_ratio,
    given.containment_ratio,
    case when given.is_story_new then given.story_id else coalesce(stood.story_id, given.story_id) end,
    given.decision_reason,
    given.decision_candidates,
    given.is_language_covered,
    given.model_version,
    given.extractor,
    given.value_sources,
    given.removed_blocks,
    given.site_blocks,
    given.entry_id,
    given.batch_id,
    given.raw_file,
    given.raw_offset,
    given.raw_length,
    given.raw_digest,
    given.following_pages,
    case when stood.fetched_at = given.fetched_at then stood.withdrawn_at end
from given
left join stood on given.article_id = stood.article_id
where given.article_id not in (select newer.article_id from newer)
order by given.article_id
returning
    articles.article_id,
    (
        select count(*) from stood
        where stood.article_id = articles.article_id
    ) = 0 as is_new
