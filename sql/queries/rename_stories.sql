-- Gives the registered members of stories that proved to be others' the others' ids. No item.
-- :rows  JSON array of {was, becomes}. Repeatable. Readers keep an article's story_id: see news.stories.merged_into.
update news.fingerprints
set story_id = given.becomes
from jsonb_to_recordset(cast(:rows as jsonb)) as given (was uuid, becomes uuid)
where fingerprints.story_id = given.was
