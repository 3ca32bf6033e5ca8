-- Notes of articles that a later extractor reads the same that it does, and where it found their values. No item.
-- :rows  JSON array of the columns; batch_id: of the version that was read, another one is left alone. Repeatable.
update news.articles
set
    extractor = given.extractor,
    value_sources = given.value_sources,
    published_at_source = given.published_at_source,
    modified_at_source = given.modified_at_source,
    removed_blocks = given.removed_blocks,
    site_blocks = given.site_blocks
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, batch_id uuid, extractor text, value_sources jsonb, published_at_source text,
        modified_at_source text, removed_blocks text[], site_blocks jsonb
    )
inner join news.article_keys as keys on given.article_id = keys.article_id
where
    articles.article_id = keys.article_id
    and articles.dated_at = keys.dated_at
    and articles.batch_id = given.batch_id
    and articles.extractor <> given.extractor
