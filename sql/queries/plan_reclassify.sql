-- Plans a comparison of a classifier with the topics that stand: the run, and its articles in batches by date. One row
-- per batch. :run_id :model_version :since_at :until_at :source (null or '': no bound) :created_by :now
-- :batch_size articles a batch, more where there would be over :limit batches. Repeatable: a known run stays as it is.
with span as (
    select
        keys.article_id,
        row_number() over (order by keys.dated_at, keys.article_id) - 1 as place,
        count(*) over () as article_count
    from news.article_keys as keys
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    inner join news.sources on articles.source_id = sources.source_id
    where
        (cast(:since_at as timestamptz) is null or keys.dated_at >= cast(:since_at as timestamptz))
        and (cast(:until_at as timestamptz) is null or keys.dated_at < cast(:until_at as timestamptz))
        and coalesce(cast(:source as text), '') in ('', sources.name, sources.site_url)
),

run as (
    insert into ops.reclassify_runs (
        run_id, model_version, since_at, until_at, source, article_count, created_by, created_at
    )
    select
        :run_id,
        :model_version,
        cast(:since_at as timestamptz),
        cast(:until_at as timestamptz),
        nullif(cast(:source as text), ''),
        max(span.article_count),
        :created_by,
        :now
    from span
    having count(*) > 0
    on conflict (run_id) do nothing
    returning run_id
)

insert into ops.reclassify_batches (run_id, batch_number, article_ids)
select
    run.run_id,
    span.place / greatest(:batch_size, (span.article_count + :limit - 1) / :limit) as batch_number,
    array_agg(span.article_id order by span.place)
from span
cross join run
group by 1, 2
order by 2
returning batch_number
