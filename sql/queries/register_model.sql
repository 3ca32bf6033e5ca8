-- Makes classifiers known. One row per one that was not. :now
-- :rows  JSON array of {model_version, origin?, artefact_path?, artefact_hash?, based_on?, figures?, trained_on?}.
-- Repeatable: keyed by version; what is known stays as it is.
insert into news.classifier_models (
    model_version, registered_at, origin, artefact_path, artefact_hash, based_on, figures, trained_on
)
select
    given.model_version,
    :now,
    coalesce(given.origin, 'shipped'),
    given.artefact_path,
    given.artefact_hash,
    given.based_on,
    coalesce(given.figures, '{}'),
    coalesce(given.trained_on, '{}')
from
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        model_version text, origin text, artefact_path text, artefact_hash text, based_on text, figures jsonb,
        trained_on jsonb
    )
on conflict (model_version) do nothing
returning model_version
