-- Writes versions of articles, then numbers each article's versions in the order they were fetched. No item.
-- :rows  JSON array of the columns, :batch_id. valid_from_at null: when it was fetched. Repeatable: one version an
-- article and batch.
insert into news.article_revisions (
    article_id, revision_number, title, body, body_hash, title_hash, modified_at, fetched_at,
    valid_from_at, batch_id, raw_file, raw_offset, raw_length, raw_digest, extractor
)
select
    given.article_id,
    0,
    given.title,
    given.body,
    given.body_hash,
    given.title_hash,
    given.modified_at,
    given.fetched_at,
    coalesce(given.valid_from_at, given.fetched_at),
    :batch_id,
    given.raw_file,
    given.raw_offset,
    given.raw_length,
    given.raw_digest,
    given.extractor
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, title text, body text, body_hash text, title_hash text, modified_at timestamptz,
        fetched_at timestamptz, valid_from_at timestamptz, raw_file text, raw_offset bigint, raw_length bigint,
        raw_digest text, extractor text
    )
on conflict (article_id, batch_id) do update set
    title = excluded.title,
    body = excluded.body,
    body_hash = excluded.body_hash,
    title_hash = excluded.title_hash,
    modified_at = excluded.modified_at,
    fetched_at = excluded.fetched_at,
    valid_from_at = excluded.valid_from_at,
    raw_file = excluded.raw_file,
    raw_offset = excluded.raw_offset,
    raw_length = excluded.raw_length,
    raw_digest = excluded.raw_digest,
    extractor = excluded.extractor
