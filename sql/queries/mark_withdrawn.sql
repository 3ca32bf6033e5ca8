-- Says of articles that their page is gone, or that it is there again. No item. Repeatable: the first time stays.
-- :rows  JSON array of {article_id, gone_at (null: it stands)}
update news.articles
set withdrawn_at = case when given.gone_at is not null then coalesce(articles.withdrawn_at, given.gone_at) end
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (article_id uuid, gone_at timestamptz)
inner join news.article_keys as keys on given.article_id = keys.article_id
where
    articles.article_id = keys.article_id
    and articles.dated_at = keys.dated_at
    and (articles.withdrawn_at is null) <> (given.gone_at is null)
