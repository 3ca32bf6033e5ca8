-- Writes the taxonomy, parents before children. One row per topic that is new or changed.
-- :rows  JSON array of {topic, name, definition, parent, iptc_codes, gdelt_themes, implies, review_from_ratio,
-- review_to_ratio}. Repeatable: keyed by topic.
insert into news.topics (
    topic, name, definition, parent, iptc_codes, gdelt_themes, implies, review_from_ratio, review_to_ratio
)
select
    given.topic,
    given.name,
    given.definition,
    given.parent,
    given.iptc_codes,
    given.gdelt_themes,
    given.implies,
    given.review_from_ratio,
    given.review_to_ratio
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        topic text, name text, definition text, parent text, iptc_codes text[], gdelt_themes text[], implies text[],
        review_from_ratio double precision, review_to_ratio double precision
    )
order by given.parent nulls first, given.topic
on conflict (topic) do update
    set
        name = excluded.name,
        definition = excluded.definition,
        parent = excluded.parent,
        iptc_codes = excluded.iptc_codes,
        gdelt_themes = excluded.gdelt_themes,
        implies = excluded.implies,
        review_from_ratio = excluded.review_from_ratio,
        review_to_ratio = excluded.review_to_ratio
    where
    (
        topics.name, topics.definition, topics.parent, topics.iptc_codes, topics.gdelt_themes, topics.implies,
        topics.review_from_ratio, topics.review_to_ratio
    )
    is distinct from
    (
        excluded.name, excluded.definition, excluded.parent, excluded.iptc_codes, excluded.gdelt_themes,
        excluded.implies, excluded.review_from_ratio, excluded.review_to_ratio
    )
returning topics.topic
