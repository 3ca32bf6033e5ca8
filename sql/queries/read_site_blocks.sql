-- One row per block asked for that a page of its site has carried, with the number of pages; the sites' own page counts
-- stand under hash 0. :rows  JSON array of {host, block_hash}.
with asked as (
    select
        item.host,
        item.block_hash
    from jsonb_to_recordset(cast(:rows as jsonb)) as item (host text, block_hash bigint)
)

select
    blocks.host as source_host,
    blocks.block_hash,
    blocks.page_count
from ops.site_blocks as blocks
inner join asked on blocks.host = asked.host and blocks.block_hash = asked.block_hash
