-- Places: the table was never written before this version and is made anew; two views read it.

drop table news.article_places;
create table news.article_places (
    article_id uuid not null,
    kind text not null,
    country_code text not null,
    place_name text not null,
    geoname_id bigint,
    mention_count integer not null,
    salience_ratio double precision not null,
    is_main boolean not null,
    evidence jsonb not null default '[]',
    constraint article_places_pkey primary key (article_id, kind, country_code, place_name),
    constraint article_places_key_exists foreign key (article_id) references news.article_keys (article_id),
    constraint article_places_kind_is_known check (kind in ('country', 'region', 'city')),
    constraint article_places_code_is_iso check (country_code ~ '^[A-Z]{2}$'),
    constraint article_places_salience_is_a_share check (salience_ratio between 0 and 1)
);
-- article_countries, country_daily; articles about a place
create index article_places_by_country on news.article_places (country_code, article_id) where kind = 'country';
create index article_places_by_name on news.article_places (place_name) where kind <> 'country';
comment on table news.article_places is
'One row per country, region or city that an article names; is_main: it is about it. Names: CLDR, GeoNames (CC BY).';
comment on column news.article_places.article_id is 'The article.';
comment on column news.article_places.kind is
'country, region or city. A country has a row of its own that holds its places.';
comment on column news.article_places.country_code is 'ISO 3166-1 alpha-2; XK for Kosovo.';
comment on column news.article_places.place_name is
'English name as the gazetteer has it; the country''s for a country.';
comment on column news.article_places.geoname_id is 'GeoNames'' number of a city.';
comment on column news.article_places.mention_count is
'Mentions in title and body; for a country its places and people too.';
comment on column news.article_places.salience_ratio is
'Share of the weight of all places of the article, 0 to 1; title, dateline and lead weigh more.';
comment on column news.article_places.is_main is 'True: the article is about it, not only mentions it.';
comment on column news.article_places.evidence is 'Spans that name it: field, start, end, text, weight.';
grant select, insert, update, delete on news.article_places to dateline_writer;
grant select on news.article_places to dateline_analyst;

create view mart.article_countries as
select
    places.article_id,
    articles.dated_at,
    places.country_code,
    places.place_name as country,
    places.is_main,
    places.salience_ratio,
    places.mention_count,
    coalesce(inside.places, '{}') as places,
    sources.name as source,
    articles.title,
    articles.is_copy,
    articles.canonical_url
from news.article_places as places
inner join news.article_keys as keys on places.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
left join lateral (
    select array_agg(others.place_name order by others.salience_ratio desc, others.place_name) as places
    from news.article_places as others
    where
        others.article_id = places.article_id
        and others.country_code = places.country_code
        and others.kind <> 'country'
) as inside on true
where places.kind = 'country';
comment on view mart.article_countries is
'One row per article and country that it names; filter on is_main for what it is about.';
comment on column mart.article_countries.article_id is 'The article.';
comment on column mart.article_countries.dated_at is 'Published, else first seen.';
comment on column mart.article_countries.country_code is 'ISO 3166-1 alpha-2; XK for Kosovo.';
comment on column mart.article_countries.country is 'English name of the country.';
comment on column mart.article_countries.is_main is 'True: the article is about the country, not only mentions it.';
comment on column mart.article_countries.salience_ratio is 'Share of the weight of all countries of the article.';
comment on column mart.article_countries.mention_count is 'Mentions of the country, its places and people.';
comment on column mart.article_countries.places is
'Its regions and cities that the article names, the weightiest first.';
comment on column mart.article_countries.source is 'The outlet''s name.';
comment on column mart.article_countries.title is 'Headline.';
comment on column mart.article_countries.is_copy is 'True: same text as another article.';
comment on column mart.article_countries.canonical_url is 'Canonical address.';

create view mart.country_daily as
select
    (articles.dated_at at time zone 'UTC')::date as day,
    places.country_code,
    places.place_name as country,
    count(*) as article_count,
    count(*) filter (where not articles.is_copy) as original_count,
    count(distinct articles.story_id) as story_count,
    count(distinct articles.source_id) as source_count
from news.article_places as places
inner join news.article_keys as keys on places.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
where places.kind = 'country' and places.is_main
group by 1, 2, 3;
comment on view mart.country_daily is 'One row per day (UTC) and country that articles of the day are about.';
comment on column mart.country_daily.day is 'Day of dated_at, UTC.';
comment on column mart.country_daily.country_code is 'ISO 3166-1 alpha-2; XK for Kosovo.';
comment on column mart.country_daily.country is 'English name of the country.';
comment on column mart.country_daily.article_count is 'Articles about it, copies included.';
comment on column mart.country_daily.original_count is 'Articles that are no copies.';
comment on column mart.country_daily.story_count is 'Stories.';
comment on column mart.country_daily.source_count is 'Outlets.';

grant select on mart.article_countries, mart.country_daily to dateline_writer, dateline_analyst;
