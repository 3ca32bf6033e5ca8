-- Lookups probe key by key: the indexes keep no list of pending entries, which every probe would read.

drop index news.fingerprints_copy_keys;
drop index news.fingerprints_story_keys;
create index fingerprints_copy_keys on news.fingerprints using gin (copy_keys) with (fastupdate = off);
create index fingerprints_story_keys on news.fingerprints using gin (story_keys) with (fastupdate = off);
