-- One row per version of articles that has one before it and is not counted yet, or came with a batch, with both texts.
-- :article_ids, :batch_id
with versions as (
    select
        article_id,
        batch_id,
        added_word_count,
        title,
        body,
        revision_number,
        lag(title) over version as title_before,
        lag(body) over version as body_before
    from news.article_revisions
    where article_id = any(cast(:article_ids as uuid[]))
    window version as (partition by article_id order by revision_number)
)

select
    article_id,
    batch_id,
    title,
    body,
    title_before,
    body_before
from versions
where revision_number > 1 and (added_word_count is null or batch_id = :batch_id)
order by article_id, revision_number
