-- Writes the taxonomy, parents before children. One row per topic that is new or changed.
-- :rows  JSON array of {topic, name, definition, parent, iptc_codes, gdelt_themes}. Repeatable: keyed by topic.
insert into news.topics (topic, name, definition, parent, iptc_codes, gdelt_themes)
select
    given.topic,
    given.name,
    given.definition,
    given.parent,
    given.iptc_codes,
    given.gdelt_themes
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        topic text, name text, definition text, parent text, iptc_codes text[], gdelt_themes text[]
    )
order by given.parent nulls first, given.topic
on conflict (topic) do update
    set
        name = excluded.name,
        definition = excluded.definition,
        parent = excluded.parent,
        iptc_codes = excluded.iptc_codes,
        gdelt_themes = excluded.gdelt_themes
    where
    (topics.name, topics.definition, topics.parent, topics.iptc_codes, topics.gdelt_themes)
    is distinct from
    (excluded.name, excluded.definition, excluded.parent, excluded.iptc_codes, excluded.gdelt_themes)
returning topics.topic
