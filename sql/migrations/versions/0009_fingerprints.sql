-- Fingerprints, compact: hashes as 16 bytes, keys of 32 bits below their span of time, no decision in JSON, no URL;
-- crowded keys get turns. Merges of stories have their own table.
-- noqa: disable=layout.long_lines

-- Rows step aside: a table that is only renamed keeps the names of its constraints.
create temporary table fingerprints_before as
select * from news.fingerprints;
drop table news.fingerprints;

create table news.fingerprints (
    article_id uuid not null,
    batch_id uuid not null,
    body_hash uuid not null,
    title_hash uuid not null,
    copy_group uuid not null,
    story_id uuid not null,
    seen_at timestamptz not null,
    fetched_at timestamptz not null,
    token_count integer not null,
    similarity_ratio real,
    containment_ratio real,
    is_wire_own boolean not null default false,
    kind text not null,
    reason text not null,
    copy_keys bigint[] not null,
    story_keys bigint[] not null,
    sketch bytea not null,
    constraint fingerprints_pkey primary key (article_id, batch_id),
    constraint fingerprints_kind_is_known check (kind in ('new', 'copy', 'revision'))
) with (autovacuum_vacuum_scale_factor = 0.05);

insert into news.fingerprints
select
    old.article_id,
    old.batch_id,
    cast(old.body_hash as uuid),
    cast(old.title_hash as uuid),
    old.copy_group,
    old.story_id,
    old.seen_at,
    old.fetched_at,
    old.token_count,
    cast(old.decision ->> 'similarity' as real),
    cast(old.decision ->> 'containment' as real),
    false,
    case
        when old.decision ->> 'kind' = 'revision' then 'revision'
        when old.copy_group <> old.article_id then 'copy'
        else 'new'
    end,
    coalesce(old.decision ->> 'reason', ''),
    array(
        select
            (cast(floor(extract(epoch from old.seen_at) / 1209600) as bigint) << 46)
            | ((given.key >> 16) & 4294967295)
        from unnest(old.copy_keys) as given (key)
    ),
    array(
        select
            (cast(floor(extract(epoch from old.seen_at) / 1209600) as bigint) << 46)
            | (((given.key >> 32) + 2147483648) & 4294967295)
        from unnest(old.story_keys) as given (key)
    ),
    old.sketch
from fingerprints_before as old;
drop table fingerprints_before;

-- find_candidates: documents that share a key
create index fingerprints_copy_keys on news.fingerprints using gin (copy_keys);
create index fingerprints_story_keys on news.fingerprints using gin (story_keys);
-- read_group_members, rename_stories: a group or story that proved to be another's
create index fingerprints_of_copy_group on news.fingerprints (copy_group);
create index fingerprints_of_story on news.fingerprints (story_id);
-- release_dead_batches
create index fingerprints_of_batch on news.fingerprints (batch_id);
comment on table news.fingerprints is 'One row per article and batch that deduplication registered, before the load, under one lock; a load drops the rows it supersedes.';
comment on column news.fingerprints.article_id is 'The article.';
comment on column news.fingerprints.batch_id is 'Batch that registered this version.';
comment on column news.fingerprints.body_hash is 'Hash of the normalised body (BLAKE2b, 128 bits): equal means the same text.';
comment on column news.fingerprints.title_hash is 'Hash of the normalised headline (BLAKE2b, 128 bits).';
comment on column news.fingerprints.copy_group is 'Group of same text, named by its original.';
comment on column news.fingerprints.story_id is 'Story.';
comment on column news.fingerprints.seen_at is 'Published, else first seen: orders originals before copies.';
comment on column news.fingerprints.fetched_at is 'When that version was fetched: an older one never replaces it.';
comment on column news.fingerprints.token_count is 'Tokens of the body.';
comment on column news.fingerprints.similarity_ratio is 'Resemblance to the group''s original.';
comment on column news.fingerprints.containment_ratio is 'Share of the smaller body that stands in the larger, of it and the original.';
comment on column news.fingerprints.is_wire_own is 'True: it stands on the site of the agency that wrote it, and is the original, whenever it came.';
comment on column news.fingerprints.kind is 'new, copy or revision: what was decided, so that the stage can run again.';
comment on column news.fingerprints.reason is 'Why.';
comment on column news.fingerprints.copy_keys is 'Sampled shingle hashes below the span of time they belong to: two documents that share one are compared.';
comment on column news.fingerprints.story_keys is 'The same for events.';
comment on column news.fingerprints.sketch is 'What the comparison needs.';

create table news.crowded_keys (
    first_key bigint not null,
    turn integer not null,
    constraint crowded_keys_pkey primary key (first_key)
);
comment on table news.crowded_keys is 'One row per key of fingerprints that more articles share than a lookup should bring: the next ones get its next turn.';
comment on column news.crowded_keys.first_key is 'The key as it is stored in its first turn.';
comment on column news.crowded_keys.turn is 'The turn that new articles get; a lookup asks for it and the one before.';

create table news.story_merges (
    story_id uuid not null,
    merged_into uuid not null,
    merged_at timestamptz not null,
    constraint story_merges_pkey primary key (story_id)
);
-- record_merges: those that point to a story that is merged itself now
create index story_merges_into on news.story_merges (merged_into);
comment on table news.story_merges is 'One row per story that proved to be another''s, as deduplication found it. Readers keep an article''s story_id; news.stories.merged_into says the same of stories that are loaded.';
comment on column news.story_merges.story_id is 'The story.';
comment on column news.story_merges.merged_into is 'The story that it is part of now, chains followed.';
comment on column news.story_merges.merged_at is 'When that was found first.';

insert into news.story_merges (story_id, merged_into, merged_at)
select
    story_id,
    merged_into,
    coalesce(merged_at, last_seen_at)
from news.stories
where merged_into is not null;
grant select, insert, update, delete on news.fingerprints, news.crowded_keys, news.story_merges to dateline_writer;
grant select on news.fingerprints, news.crowded_keys, news.story_merges to dateline_analyst;
