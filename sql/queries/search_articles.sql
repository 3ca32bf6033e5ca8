-- One row per article that holds the words, best first. :words (websearch syntax), :limit
select
    articles.article_id,
    articles.dated_at,
    sources.name as source,
    articles.title,
    articles.canonical_url,
    ts_rank_cd(articles.search_vector, query.words) as rank,
    ts_headline(
        'simple', left(articles.body, 20000), query.words,
        'MaxFragments=1, MaxWords=24, MinWords=8, StartSel=[[, StopSel=]]'
    ) as snippet
from websearch_to_tsquery('simple', :words) as query (words)
inner join news.articles on articles.search_vector @@ query.words
inner join news.sources on articles.source_id = sources.source_id
order by rank desc, articles.dated_at desc
limit :limit
