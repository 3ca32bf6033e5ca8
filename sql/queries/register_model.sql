-- Makes a classifier known and current. No item. :model_version. Repeatable.
with others as (
    update news.classifier_models
    set is_current = false
    where is_current and model_version <> :model_version
    returning model_version
)

insert into news.classifier_models (model_version, is_current)
select
    :model_version,
    (select count(*) from others) >= 0
on conflict (
    model_version) do update set is_current = true
where not classifier_models.is_current
