-- Gives the copies of originals that never arrived an original among themselves: the earliest. One row per article
-- healed, with the lost original and the one in its place. :before (give the load time). Repeatable.
-- A copy that came later is healed with the first: it belongs to the same group.
with lost as (
    select distinct orphans.duplicate_of as article_id
    from news.articles as orphans
    where
        orphans.is_copy
        and orphans.loaded_at < :before
        and not exists (
            select 1
            from news.article_keys as keys
            where keys.article_id = orphans.duplicate_of
        )
),

heirs as (
    select
        copies.article_id,
        copies.dated_at,
        lost.article_id as lost_id,
        first_value(copies.article_id) over (
            partition by lost.article_id order by copies.dated_at, copies.article_id
        ) as heir_id
    from news.articles as copies
    inner join lost on copies.duplicate_of = lost.article_id
)

update news.articles
set
    is_copy = heirs.heir_id <> heirs.article_id,
    duplicate_of = nullif(heirs.heir_id, heirs.article_id),
    copy_group = heirs.heir_id,
    similarity_ratio = case when heirs.heir_id <> heirs.article_id then articles.similarity_ratio end,
    containment_ratio = case when heirs.heir_id <> heirs.article_id then articles.containment_ratio end,
    decision_reason = case
        when heirs.heir_id = heirs.article_id then 'original_never_loaded'
        else articles.decision_reason
    end
from heirs
where
    articles.article_id = heirs.article_id
    and articles.dated_at = heirs.dated_at
returning
    articles.article_id,
    heirs.lost_id,
    heirs.heir_id
