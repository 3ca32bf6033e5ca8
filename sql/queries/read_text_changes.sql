-- One row per example: of each kind of change (and reason) the :limit articles whose text changes most. :run_id
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
            order by told.changed_ratio desc nulls last, told.article_id
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
    source,
    canonical_url
from ranked
where place <= :limit
order by what, reason, place
