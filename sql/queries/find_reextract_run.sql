-- One row: the latest re-reading over a span that is not applied yet. :extractor :since_at :until_at
-- :source (null or '': no bound) :article_id (null: all) :is_older_only
select
    run_id,
    state
from ops.reextract_runs
where
    extractor = :extractor
    and since_at is not distinct from cast(:since_at as timestamptz)
    and until_at is not distinct from cast(:until_at as timestamptz)
    and coalesce(source, '') = coalesce(cast(:source as text), '')
    and article_id is not distinct from cast(:article_id as uuid)
    and is_older_only = :is_older_only
    and state <> 'applied'
order by created_at desc
limit 1
