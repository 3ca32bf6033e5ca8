-- Records that stories proved to be one. No item. :rows  JSON array of {story_id, merged_into}, :now
-- Repeatable; chains are followed to their end, so merged_into always names a story that is not merged itself.
with given as (
    select
        item.story_id,
        coalesce(target.merged_into, target.story_id) as merged_into
    from jsonb_to_recordset(cast(:rows as jsonb)) as item (story_id uuid, merged_into uuid)
    inner join news.stories as target on item.merged_into = target.story_id
)

update news.stories
set
    merged_into = given.merged_into,
    merged_at = :now
from given
where
    (stories.story_id = given.story_id or stories.merged_into = given.story_id)
    and stories.story_id <> given.merged_into
    and stories.merged_into is distinct from given.merged_into
