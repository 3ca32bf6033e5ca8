-- One row: the classifier in use, with the decision that put it there; none before the first. No parameters.
select
    models.model_version,
    models.origin,
    models.artefact_path,
    models.artefact_hash,
    models.based_on,
    models.figures,
    models.trained_on,
    latest.decision
from news.classifier_models as models
left join lateral (
    select decisions.decision
    from news.model_decisions as decisions
    where
        decisions.model_version = models.model_version
        and decisions.decision in ('registered', 'promoted', 'rolled_back')
    order by decisions.decision_id desc
    limit 1
) as latest on true
where models.is_current
