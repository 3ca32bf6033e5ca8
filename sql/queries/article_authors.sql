-- One row per author of an article, in the byline's order. :article_id
select authors.name
from news.article_authors as written
inner join news.authors on written.author_id = authors.author_id
where written.article_id = :article_id
order by written.author_number
