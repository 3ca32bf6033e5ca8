-- Articles of several pages: where the bytes of the pages after the first stand.
alter table news.articles add column following_pages jsonb not null default '[]';
comment on column news.articles.following_pages is
'Pages 2, 3 ... that the body was joined from: url, raw (file, offset, length, digest).';
