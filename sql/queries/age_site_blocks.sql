-- Halves the counts of sites with many pages, so that what is new outweighs what is old. No item; what nobody carried
-- twice goes. :limit  pages of a site from which its counts are halved. Repeatable: a site that was halved is below it.
with crowded as (
    select blocks.host
    from ops.site_blocks as blocks
    where blocks.block_hash = 0 and blocks.page_count >= :limit
),

gone as (
    delete from ops.site_blocks
    using crowded
    where site_blocks.host = crowded.host and site_blocks.page_count < 2
)

update ops.site_blocks
set page_count = site_blocks.page_count / 2
from crowded
where site_blocks.host = crowded.host and site_blocks.page_count >= 2
