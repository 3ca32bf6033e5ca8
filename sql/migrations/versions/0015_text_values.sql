-- Re-readings tell of every column that changes what stood and what is read now.

alter table ops.text_changes
add column old_values jsonb not null default '{}',
add column new_values jsonb not null default '{}';
comment on column ops.text_changes.old_values is 'Other columns that change, as they stood: name to value.';
comment on column ops.text_changes.new_values is 'The same columns as read now.';

create or replace view mart.text_changes as
select
    changes.run_id,
    changes.article_id,
    changes.outcome,
    changes.reason,
    changes.detail,
    changes.changed_fields,
    changes.old_title,
    changes.new_title,
    changes.old_published_at,
    changes.new_published_at,
    changes.old_authors,
    changes.new_authors,
    changes.old_word_count,
    changes.new_word_count,
    changes.added_word_count,
    changes.removed_word_count,
    changes.changed_ratio,
    changes.added_text,
    changes.removed_text,
    changes.new_url,
    changes.old_extractor,
    runs.extractor as new_extractor,
    sources.name as source,
    keys.dated_at,
    keys.canonical_url,
    changes.old_values,
    changes.new_values
from ops.text_changes as changes
inner join ops.reextract_runs as runs on changes.run_id = runs.run_id
inner join news.article_keys as keys on changes.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
where changes.outcome <> 'unchanged' or changes.new_url is not null;
comment on column mart.text_changes.old_values is 'Other columns that change, as they stood: name to value.';
comment on column mart.text_changes.new_values is 'The same columns as read now.';
