-- One row per ledger entry of an article or URL, newest first. :article_id, :url
select
    entries.entry_id,
    feeds.name as feed,
    entries.url,
    entries.state,
    entries.state_reason,
    entries.state_detail,
    entries.state_at,
    entries.first_seen_at
from ops.entries
inner join ops.feeds on entries.feed_id = feeds.feed_id
where entries.article_id = cast(:article_id as uuid) or entries.url = :url
order by entries.first_seen_at desc
limit 50
