-- Writes stories. No item. :rows  JSON array of {story_id, title, seen_at}. Repeatable: keyed by story_id.
insert into news.stories (story_id, title, first_seen_at, last_seen_at)
select distinct on (given.story_id)
    given.story_id,
    given.title,
    given.seen_at,
    max(given.seen_at) over (partition by given.story_id)
from jsonb_to_recordset(cast(:rows as jsonb)) as given (story_id uuid, title text, seen_at timestamptz)
order by given.story_id, given.seen_at
on conflict (story_id) do update set
    title = case when excluded.first_seen_at < stories.first_seen_at then excluded.title else stories.title end,
    first_seen_at = least(stories.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(stories.last_seen_at, excluded.last_seen_at)
where
excluded.first_seen_at < stories.first_seen_at
or excluded.last_seen_at > stories.last_seen_at
