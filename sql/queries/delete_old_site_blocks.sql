-- Forgets blocks that no page has carried for long. One row per block deleted. :before
delete from ops.site_blocks
where last_seen_at < :before
returning block_hash
