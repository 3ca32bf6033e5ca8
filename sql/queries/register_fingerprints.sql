-- Registers the articles of a batch with their decisions. No item.
-- :rows  JSON array of the columns; sketch in hex. Repeatable: keyed by article and batch.
insert into news.fingerprints (
    article_id, batch_id, body_hash, title_hash, copy_group, story_id, seen_at, fetched_at, token_count,
    similarity_ratio, containment_ratio, is_wire_own, kind, reason, copy_keys, story_keys, sketch
)
select
    given.article_id,
    given.batch_id,
    given.body_hash,
    given.title_hash,
    given.copy_group,
    given.story_id,
    given.seen_at,
    given.fetched_at,
    given.token_count,
    given.similarity_ratio,
    given.containment_ratio,
    given.is_wire_own,
    given.kind,
    given.reason,
    given.copy_keys,
    given.story_keys,
    decode(given.sketch, 'hex')
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, batch_id uuid, body_hash uuid, title_hash uuid, copy_group uuid, story_id uuid,
        seen_at timestamptz, fetched_at timestamptz, token_count integer, similarity_ratio real,
        containment_ratio real, is_wire_own boolean, kind text, reason text, copy_keys bigint[], story_keys bigint[],
        sketch text
    )
on conflict (article_id, batch_id) do update set
    body_hash = excluded.body_hash,
    title_hash = excluded.title_hash,
    copy_group = excluded.copy_group,
    story_id = excluded.story_id,
    seen_at = excluded.seen_at,
    fetched_at = excluded.fetched_at,
    token_count = excluded.token_count,
    similarity_ratio = excluded.similarity_ratio,
    containment_ratio = excluded.containment_ratio,
    is_wire_own = excluded.is_wire_own,
    kind = excluded.kind,
    reason = excluded.reason,
    copy_keys = excluded.copy_keys,
    story_keys = excluded.story_keys,
    sketch = excluded.sketch
