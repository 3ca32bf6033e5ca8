-- Records that stories proved to be others', chains followed. No item. :now, :rows  JSON array of {was, becomes}
-- Repeatable: a merge keeps its first time.
with given as (
    select
        item.was,
        item.becomes
    from jsonb_to_recordset(cast(:rows as jsonb)) as item (was uuid, becomes uuid)
    where item.was <> item.becomes
),

followed as (
    update news.story_merges
    set merged_into = given.becomes
    from given
    where story_merges.merged_into = given.was
    returning story_merges.story_id
)

insert into news.story_merges (story_id, merged_into, merged_at)
select
    given.was,
    given.becomes,
    :now
from given
where given.was not in (select followed.story_id from followed)
on conflict (story_id) do update set merged_into = excluded.merged_into
