-- Registers the articles of a batch with their decisions. No item.
-- :rows  JSON array of the columns; sketch in hex. Repeatable: keyed by article and batch.
insert into news.fingerprints (
    article_id, batch_id, canonical_url, body_hash, title_hash, token_count, copy_keys, story_keys, sketch,
    seen_at, copy_group, story_id, decision, fetched_at
)
select
    given.article_id,
    given.batch_id,
    given.canonical_url,
    given.body_hash,
    given.title_hash,
    given.token_count,
    given.copy_keys,
    given.story_keys,
    decode(given.sketch, 'hex'),
    given.seen_at,
    given.copy_group,
    given.story_id,
    given.decision,
    given.fetched_at
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, batch_id uuid, canonical_url text, body_hash text, title_hash text, token_count integer,
        copy_keys bigint[], story_keys bigint[], sketch text, seen_at timestamptz, copy_group uuid,
        story_id uuid, decision jsonb, fetched_at timestamptz
    )
on conflict (article_id, batch_id) do update set
    body_hash = excluded.body_hash,
    title_hash = excluded.title_hash,
    token_count = excluded.token_count,
    copy_keys = excluded.copy_keys,
    story_keys = excluded.story_keys,
    sketch = excluded.sketch,
    seen_at = excluded.seen_at,
    copy_group = excluded.copy_group,
    story_id = excluded.story_id,
    decision = excluded.decision,
    fetched_at = excluded.fetched_at
