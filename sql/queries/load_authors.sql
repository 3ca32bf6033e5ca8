-- Writes authors and who wrote what; an article's earlier byline is replaced. No item.
-- :rows  JSON array of {article_id, name, name_key, author_number}, :article_ids. Repeatable.
with given as (
    select distinct on (item.article_id, item.name_key)
        item.article_id,
        item.name,
        item.name_key,
        item.author_number
    from
        jsonb_to_recordset(cast(:rows as jsonb)) as item (
            article_id uuid, name text, name_key text, author_number integer
        )
    order by item.article_id asc, item.name_key asc, item.author_number asc
),

added as (
    insert into news.authors (name, name_key)
    select distinct on (given.name_key)
        given.name,
        given.name_key
    from given
    order by given.name_key asc, given.name asc
    on conflict (name_key) do update set name = authors.name
    returning
        authors.author_id,
        authors.name_key
),

dropped as (
    delete from news.article_authors
    where
        article_authors.article_id = any(cast(:article_ids as uuid[]))
        and not exists (
            select 1
            from given
            inner join added on given.name_key = added.name_key
            where
                given.article_id = article_authors.article_id
                and added.author_id = article_authors.author_id
        )
)

insert into news.article_authors (article_id, author_id, author_number)
select
    given.article_id,
    added.author_id,
    given.author_number
from given
inner join added on given.name_key = added.name_key
on conflict (article_id, author_id) do update set author_number = excluded.author_number
