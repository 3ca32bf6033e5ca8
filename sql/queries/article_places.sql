-- The places of an article, countries first, the weightiest foremost. One row per place. :article_id
select
    places.kind,
    places.country_code,
    places.place_name,
    places.mention_count,
    places.salience_ratio,
    places.is_main,
    places.evidence
from news.article_places as places
where places.article_id = :article_id
order by
    places.kind = 'country' desc,
    places.salience_ratio desc,
    places.country_code,
    places.place_name
