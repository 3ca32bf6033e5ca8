-- Puts a classifier into use, after clear_current_model. No rows. :model_version. Repeatable.
update news.classifier_models
set is_current = true
where model_version = :model_version
