-- Writes a batch of a re-reading: each article as it stood beside what is read now. No item. :run_id
-- :batch_number  :rows  JSON array of the columns. After clear_text_changes, hence repeatable.
insert into ops.text_changes (
    run_id, batch_number, article_id, outcome, reason, detail, changed_fields, old_extractor, old_title, new_title,
    old_published_at, new_published_at, old_authors, new_authors, old_word_count, new_word_count, added_word_count,
    removed_word_count, changed_ratio, added_text, removed_text, new_url, old_values, new_values
)
select
    :run_id,
    :batch_number,
    given.article_id,
    given.outcome,
    given.reason,
    given.detail,
    given.changed_fields,
    given.old_extractor,
    given.old_title,
    given.new_title,
    given.old_published_at,
    given.new_published_at,
    given.old_authors,
    given.new_authors,
    given.old_word_count,
    given.new_word_count,
    given.added_word_count,
    given.removed_word_count,
    given.changed_ratio,
    given.added_text,
    given.removed_text,
    given.new_url,
    coalesce(given.old_values, '{}'),
    coalesce(given.new_values, '{}')
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, outcome text, reason text, detail text, changed_fields text[], old_extractor text,
        old_title text, new_title text, old_published_at timestamptz, new_published_at timestamptz,
        old_authors text[], new_authors text[], old_word_count integer, new_word_count integer,
        added_word_count integer, removed_word_count integer, changed_ratio double precision, added_text text,
        removed_text text, new_url text, old_values jsonb, new_values jsonb
    )
