-- Switches the feeds below an address on or off (the newsroom's). No item. :prefix, :is_enabled. Repeatable.
update ops.feeds
set is_enabled = :is_enabled
where
    starts_with(url, :prefix)
    and kind is distinct from 'backfill'
    and is_enabled <> :is_enabled
