-- One row: a re-reading. :run_id
select
    runs.run_id,
    runs.extractor,
    runs.since_at,
    runs.until_at,
    runs.source,
    runs.article_id,
    runs.is_older_only,
    runs.state,
    runs.article_count,
    runs.created_at,
    coalesce((
        select sum(batches.changed_meanwhile_count)
        from ops.reextract_batches as batches
        where batches.run_id = runs.run_id
    ), 0) as changed_meanwhile_count
from ops.reextract_runs as runs
where runs.run_id = :run_id
