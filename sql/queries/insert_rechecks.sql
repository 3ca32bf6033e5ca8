-- Plans re-checks of articles. No item. :rows  JSON array of the columns. Repeatable: one of a number an article.
insert into ops.rechecks (
    article_id, check_number, entry_id, url, host, due_at, etag, last_modified, raw_digest
)
select
    given.article_id,
    given.check_number,
    given.entry_id,
    given.url,
    given.host,
    given.due_at,
    given.etag,
    given.last_modified,
    given.raw_digest
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        article_id uuid, check_number integer, entry_id bigint, url text, host text, due_at timestamptz,
        etag text, last_modified text, raw_digest text
    )
order by given.article_id, given.check_number
on conflict (article_id, check_number) do nothing
