-- Says of loaded stories which they proved to be part of. No item. :story_ids (loaded now). Repeatable.
-- A merge waits until both stories are loaded.
update news.stories
set
    merged_into = known.merged_into,
    merged_at = known.merged_at
from news.story_merges as known
inner join news.stories as target on known.merged_into = target.story_id
where
    stories.story_id = known.story_id
    and stories.merged_into is distinct from known.merged_into
    and (
        known.story_id = any(cast(:story_ids as uuid[]))
        or known.merged_into = any(cast(:story_ids as uuid[]))
    )
