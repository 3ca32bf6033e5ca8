-- Plans a re-reading: the run, and its articles in batches by date. One row: span_count (articles of the
-- span), article_count (those of them to read). :run_id :extractor :since_at :until_at :source (null or '': no bound)
-- :article_id (null: all) :is_older_only (only those made by a lower number of the extractor, or by another one)
-- :created_by :now :batch_size articles a batch, more where there would be over :limit batches. Repeatable: a known run
-- stays as it is. Of an empty span there is no run.
with span as (
    select
        keys.article_id,
        keys.dated_at,
        articles.extractor <> cast(:extractor as text)
        and not coalesce(
            split_part(articles.extractor, '/', 1) = split_part(cast(:extractor as text), '/', 1)
            and cast(substring(articles.extractor from '/([0-9]{1,9})$') as integer)
            > cast(substring(cast(:extractor as text) from '/([0-9]{1,9})$') as integer), false
        ) as is_older
    from news.article_keys as keys
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    inner join news.sources on articles.source_id = sources.source_id
    where
        (cast(:since_at as timestamptz) is null or keys.dated_at >= cast(:since_at as timestamptz))
        and (cast(:until_at as timestamptz) is null or keys.dated_at < cast(:until_at as timestamptz))
        and coalesce(cast(:source as text), '') in ('', sources.name, sources.site_url)
        and (cast(:article_id as uuid) is null or keys.article_id = cast(:article_id as uuid))
),

chosen as (
    select
        span.article_id,
        row_number() over (order by span.dated_at, span.article_id) - 1 as place,
        count(*) over () as article_count
    from span
    where span.is_older or not cast(:is_older_only as boolean)
),

counted as (
    select
        (select count(*) from span) as span_count,
        (select count(*) from chosen) as article_count
),

run as (
    insert into ops.reextract_runs (
        run_id, extractor, since_at, until_at, source, article_id, is_older_only, state, article_count, created_by,
        created_at
    )
    select
        :run_id,
        :extractor,
        cast(:since_at as timestamptz),
        cast(:until_at as timestamptz),
        nullif(cast(:source as text), ''),
        cast(:article_id as uuid),
        :is_older_only,
        case when counted.article_count = 0 then 'applied' else 'comparing' end,
        counted.article_count,
        :created_by,
        :now
    from counted
    where counted.span_count > 0
    on conflict (run_id) do nothing
    returning run_id
),

batches as (
    insert into ops.reextract_batches (run_id, batch_number, article_ids)
    select
        run.run_id,
        chosen.place / greatest(:batch_size, (chosen.article_count + :limit - 1) / :limit) as batch_number,
        array_agg(chosen.article_id order by chosen.place)
    from chosen
    cross join run
    group by 1, 2
)

select
    counted.span_count,
    counted.article_count
from counted
