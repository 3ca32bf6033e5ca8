-- One row per classifier, newest first, with the latest decision on it. No parameters.
select
    models.model_version,
    models.is_current,
    models.origin,
    models.registered_at,
    models.based_on,
    models.artefact_path,
    models.artefact_hash,
    models.figures,
    models.trained_on,
    latest.decision,
    latest.reason,
    latest.decided_by,
    latest.decided_at
from news.classifier_models as models
left join mart.models as latest on models.model_version = latest.model_version
order by models.registered_at desc, models.model_version
