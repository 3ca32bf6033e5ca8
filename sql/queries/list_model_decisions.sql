-- One row per decision on a classifier, in the order they were taken. No parameters.
select
    decision_id,
    model_version,
    previous_version,
    decision,
    reason,
    figures,
    decided_by,
    decided_at
from news.model_decisions
order by decision_id
