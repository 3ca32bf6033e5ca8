-- One row per article of those asked and batch that registered it, latest fetch first. :article_ids
select
    article_id,
    batch_id,
    body_hash,
    title_hash,
    token_count,
    copy_keys,
    story_keys,
    sketch,
    seen_at,
    copy_group,
    story_id,
    is_wire_own,
    kind,
    reason,
    similarity_ratio,
    containment_ratio,
    fetched_at
from news.fingerprints
where article_id = any(cast(:article_ids as uuid[]))
order by article_id asc, fetched_at desc, batch_id asc
