-- Gives registered articles the group that theirs became part of, and what they are to its original. No item.
-- :rows  JSON array of {article_id, batch_id, copy_group, kind, reason, similarity_ratio, containment_ratio}
-- Repeatable.
update news.fingerprints
set
    copy_group = given.copy_group,
    kind = given.kind,
    reason = given.reason,
    similarity_ratio = given.similarity_ratio,
    containment_ratio = given.containment_ratio
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, batch_id uuid, copy_group uuid, kind text, reason text, similarity_ratio real,
        containment_ratio real
    )
where
    fingerprints.article_id = given.article_id
    and fingerprints.batch_id = given.batch_id
