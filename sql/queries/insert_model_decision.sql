-- Writes down a decision on a classifier. No rows. :model_version :previous_version :decision :reason :figures
-- :decided_by :now. Not repeatable: each call is a decision.
insert into news.model_decisions (
    model_version, previous_version, decision, reason, figures, decided_by, decided_at
)
values (
    :model_version, :previous_version, :decision, :reason, cast(:figures as jsonb), :decided_by, :now
)
