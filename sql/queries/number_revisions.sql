-- Numbers the versions of articles in the order they were fetched, what was read again after what was read first, each
-- valid until a later one is. No item. :article_ids. Repeatable.
update news.article_revisions
set
    revision_number = numbered.revision_number,
    valid_to_at = numbered.valid_to_at
from (
    select
        article_id,
        batch_id,
        row_number() over version as revision_number,
        min(valid_from_at) over (version rows between 1 following and unbounded following) as valid_to_at
    from news.article_revisions
    where article_id = any(cast(:article_ids as uuid[]))
    window version as (partition by article_id order by fetched_at, valid_from_at, batch_id)
) as numbered
where
    article_revisions.article_id = numbered.article_id
    and article_revisions.batch_id = numbered.batch_id
    and (article_revisions.revision_number, article_revisions.valid_to_at)
    is distinct from (numbered.revision_number, numbered.valid_to_at)
