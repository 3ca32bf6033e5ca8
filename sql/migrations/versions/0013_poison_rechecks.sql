-- Re-checks count the batches that broke with them by themselves, so that one poisoned page ends no other's looks.

alter table ops.rechecks add column broken_batch_count integer not null default 0;
comment on column ops.rechecks.broken_batch_count is
'Batches in a row that broke with it: it travels with ever fewer others, and ends unreadable after the last try.';
