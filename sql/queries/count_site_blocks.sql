-- Adds to the pages that carried blocks of a site. No item. :rows  JSON array of {host, block_hash, page_count}, :now.
-- Not repeatable by itself: the load asks for articles that it is the first to write, in the transaction that does.
insert into ops.site_blocks (host, block_hash, page_count, last_seen_at)
select
    item.host,
    item.block_hash,
    item.page_count,
    :now
from jsonb_to_recordset(cast(:rows as jsonb)) as item (host text, block_hash bigint, page_count integer)
order by item.host, item.block_hash
on conflict (host, block_hash) do update
    set
        page_count = site_blocks.page_count + excluded.page_count,
        last_seen_at = greatest(site_blocks.last_seen_at, excluded.last_seen_at)
