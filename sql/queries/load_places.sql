-- Writes the places of articles; what an earlier version was about is replaced. No item.
-- :rows  JSON array of the columns, :article_ids. Repeatable.
with given as (
    select item.*
    from
        jsonb_to_recordset(cast(:rows as jsonb)) as item (
            article_id uuid, kind text, country_code text, place_name text, geoname_id bigint, mention_count integer,
            salience_ratio double precision, is_main boolean, evidence jsonb
        )
),

dropped as (
    delete from news.article_places
    where
        article_places.article_id = any(cast(:article_ids as uuid[]))
        and not exists (
            select 1
            from given
            where
                given.article_id = article_places.article_id
                and given.kind = article_places.kind
                and given.country_code = article_places.country_code
                and given.place_name = article_places.place_name
        )
)

insert into news.article_places (
    article_id, kind, country_code, place_name, geoname_id, mention_count, salience_ratio, is_main, evidence
)
select
    given.article_id,
    given.kind,
    given.country_code,
    given.place_name,
    given.geoname_id,
    given.mention_count,
    given.salience_ratio,
    given.is_main,
    given.evidence
from given
order by given.article_id, given.kind, given.country_code, given.place_name
on conflict (article_id, kind, country_code, place_name) do update
    set
        geoname_id = excluded.geoname_id,
        mention_count = excluded.mention_count,
        salience_ratio = excluded.salience_ratio,
        is_main = excluded.is_main,
        evidence = excluded.evidence
