-- Writes outlets. One row per outlet given. :rows  JSON array of {site_url, name, country, language, kind}
-- Repeatable: keyed by site_url; what operators wrote first stays.
with given as (
    select distinct on (item.site_url)
        item.site_url,
        item.name,
        item.country,
        item.language,
        item.kind
    from
        jsonb_to_recordset(cast(:rows as jsonb)) as item (
            site_url text, name text, country text, language text, kind text
        )
    order by item.site_url
),

added as (
    insert into news.sources (site_url, name, country, language, kind)
    select
        given.site_url,
        given.name,
        given.country,
        given.language,
        given.kind
    from given
    on conflict (site_url) do nothing
    returning
        sources.source_id,
        sources.site_url
)

select
    added.source_id,
    added.site_url
from added
union all
select
    sources.source_id,
    sources.site_url
from news.sources
inner join given on sources.site_url = given.site_url
