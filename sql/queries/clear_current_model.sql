-- Takes the classifier in use out of use, before set_current_model. No rows, no parameters. Repeatable.
update news.classifier_models
set is_current = false
where is_current
