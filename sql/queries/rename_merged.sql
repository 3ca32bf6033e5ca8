-- Gives the registered members of groups and stories that proved to be others' the others' ids. No item.
-- :rows  JSON array of {was, becomes}. Repeatable. Readers keep an article's story_id: see news.stories.merged_into.
update news.fingerprints
set
    copy_group = coalesce(groups.becomes, fingerprints.copy_group),
    story_id = coalesce(stories.becomes, fingerprints.story_id)
from news.fingerprints as old
left join jsonb_to_recordset(cast(:rows as jsonb)) as groups (was uuid, becomes uuid) on old.copy_group = groups.was
left join jsonb_to_recordset(cast(:rows as jsonb)) as stories (was uuid, becomes uuid) on old.story_id = stories.was
where
    fingerprints.article_id = old.article_id
    and (groups.was is not null or stories.was is not null)
