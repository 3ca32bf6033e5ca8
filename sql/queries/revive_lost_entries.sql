-- Entries that ended as seen before, though the article they point to never arrived, go round again. One row each.
-- :now, :before (give the load time). Repeatable.
update ops.entries
set
    state = 'discovered',
    state_reason = '',
    state_detail = 'the article it was said to be never arrived',
    state_at = :now,
    next_attempt_at = :now,
    is_planned = false
where
    entries.state in ('unchanged', 'copy')
    and entries.state_at < :before
    and entries.article_id is not null
    and not exists (
        select 1
        from news.article_keys as keys
        where keys.article_id = entries.article_id
    )
returning entries.entry_id
