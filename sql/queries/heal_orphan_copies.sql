-- Copies whose original never arrived become originals. One row per article healed. :before (give the load time)
update news.articles
set
    is_copy = false,
    duplicate_of = null,
    decision_reason = 'original_never_loaded'
where
    articles.is_copy
    and articles.loaded_at < :before
    and not exists (
        select 1
        from news.article_keys as keys
        where keys.article_id = articles.duplicate_of
    )
returning articles.article_id
