-- Adds a reader's label; triggers note the version that was read and let the label win at once. One row when it is
-- new, none when it says again what stands. :article_id :topic :is_positive :reason :labelled_by. Repeatable.
insert into news.topic_labels (article_id, topic, is_positive, reason, labelled_by)
values (:article_id, :topic, :is_positive, :reason, :labelled_by)
returning label_id
