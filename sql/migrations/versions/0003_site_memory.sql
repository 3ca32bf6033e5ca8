-- Site memory was never written before this version: the table is made anew.

drop table ops.site_blocks;
create table ops.site_blocks (
    host text not null,
    block_hash bigint not null,
    page_count integer not null,
    last_seen_at timestamptz not null,
    constraint site_blocks_pkey primary key (host, block_hash)
);
comment on table ops.site_blocks is
'Site memory: one row per text block of a site, with the number of pages that carried it.';
comment on column ops.site_blocks.host is
'Host of the pages, without "www.".';
comment on column ops.site_blocks.block_hash is
'Hash of the block''s text; 0: the row counts the site''s pages.';
comment on column ops.site_blocks.page_count is
'Pages that carried it; halved when a site has many, so that the new outweighs the old.';
comment on column ops.site_blocks.last_seen_at is
'When a page last carried it.';
grant select, insert, update, delete on ops.site_blocks to dateline_writer;

alter table news.articles add column site_blocks jsonb not null default '[]';
comment on column news.articles.site_blocks is
'Blocks that left the body because the site repeats them: text, page_count, site_page_count.';
comment on column news.articles.removed_blocks is
'Page furniture that was stripped from the body by rule.';
