-- One row per example: of each kind of change (and reason) :limit articles; of texts those that change most, of the
-- rest those of which little else changes. :run_id
with told as (
    select
        changes.*,
        fields.what
    from mart.text_changes as changes
    cross join
        unnest(
            case when changes.outcome = 'changed' then changes.changed_fields else array[changes.outcome] end
        ) as fields (what)
    where changes.run_id = :run_id and changes.outcome <> 'unchanged'
    union all
    select
        changes.*,
        'address' as what
    from mart.text_changes as changes
    where changes.run_id = :run_id and changes.new_url is not null
),

ranked as (
    select
        told.*,
        row_number() over (
            partition by told.what, told.reason
            order by
                case when told.what = 'text' then -told.changed_ratio else cardinality(told.changed_fields) end,
                told.article_id
        ) as place
    from told
)

select
    what,
    reason,
    detail,
    old_title,
    new_title,
    old_published_at,
    new_published_at,
    old_authors,
    new_authors,
    old_word_count,
    new_word_count,
    changed_ratio,
    added_text,
    removed_text,
    new_url,
    old_values,
    new_values,
    source,
    canonical_url
from ranked
where place <= :limit
order by what, reason, place
