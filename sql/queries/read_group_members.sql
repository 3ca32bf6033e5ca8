-- One row per registered article of copy groups and batch, latest fetch first. :article_ids (that name the groups)
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
where copy_group = any(cast(:article_ids as uuid[]))
order by article_id asc, fetched_at desc, batch_id asc
