-- Fetching: item hashes of feeds, repaired overflows, batches that break every time, masked feed addresses.

alter table ops.feeds add column item_hashes bytea;
comment on column ops.feeds.item_hashes is
'Hashes of the last document''s items, 8 bytes each: these are not parsed again.';

alter table ops.feed_polls add column repair_outcome text;
alter table ops.feed_polls add column repaired_entry_count integer not null default 0;
alter table ops.feed_polls add constraint feed_polls_repair_is_known check (
    repair_outcome in ('repaired', 'nothing_missed', 'incomplete', 'no_sitemap', 'failed')
) not valid;
alter table ops.feed_polls validate constraint feed_polls_repair_is_known;
comment on column ops.feed_polls.repair_outcome is
'After an overflow, what the site''s news sitemap gave; docs/feeds.md explains the words.';
comment on column ops.feed_polls.repaired_entry_count is 'Entries that the repair added to the ledger.';

alter table ops.batches add column stage text;
alter table ops.batches add column error text;
comment on column ops.batches.stage is 'Stage at work, or that broke; null: none, or a service of our own was away.';
comment on column ops.batches.error is 'What that stage broke with, if it could still say so.';

alter table ops.entries add column origin text not null default 'feed';
alter table ops.entries add column broken_batch_count integer not null default 0;
alter table ops.entries add constraint entries_origin_is_known check (
    origin in ('feed', 'sitemap', 'archive')
) not valid;
update ops.entries set origin = 'archive'
from ops.feeds
where entries.feed_id = feeds.feed_id and feeds.kind = 'backfill';
alter table ops.entries validate constraint entries_origin_is_known;
comment on column ops.entries.origin is
'Where it was found first: feed, sitemap (after an overflow), archive (backfill).';
comment on column ops.entries.broken_batch_count is
'Batches in a row that broke with it; after the last try it is quarantined.';

create function mart.mask_secrets(said text) returns text
language sql immutable parallel safe
return regexp_replace(
    regexp_replace(said, '([a-z][a-z0-9+.-]*://)[^/?#@\s]+@', '\1***@', 'gi'),
    '([?&;][^=&;#\s]+=)[^&;#\s]+', '\1***', 'g'
);
comment on function mart.mask_secrets is
'The text with user names, passwords and query values of its URLs masked: feeds carry tokens there.';

create or replace view mart.feed_health as
select
    feeds.feed_id,
    feeds.name,
    mart.mask_secrets(feeds.url) as url,
    case
        when feeds.is_retired then 'retired'
        when not feeds.is_enabled then 'disabled'
        when feeds.failure_count >= 3 then 'failing'
        when feeds.failure_count > 0 then 'stumbling'
        when feeds.last_success_at is null then 'new'
        when feeds.last_entry_at < now() - interval '30 days' then 'silent'
        else 'healthy'
    end as health,
    feeds.failure_class,
    feeds.failure_count,
    mart.mask_secrets(coalesce(feeds.retired_reason, latest.detail)) as detail,
    feeds.last_polled_at,
    feeds.last_success_at,
    feeds.last_entry_at,
    feeds.next_poll_at,
    coalesce(feeds.interval_override_seconds, feeds.interval_seconds) as interval_seconds,
    coalesce(week.poll_count, 0) as poll_count,
    coalesce(week.failed_count, 0) as failed_count,
    coalesce(week.new_entry_count, 0) as new_entry_count
from ops.feeds
left join lateral (
    select
        count(*) as poll_count,
        count(*) filter (where polls.outcome = 'failed') as failed_count,
        sum(polls.new_entry_count) as new_entry_count
    from ops.feed_polls as polls
    where polls.feed_id = feeds.feed_id and polls.polled_at > now() - interval '7 days'
) as week on true
left join lateral (
    select polls.detail
    from ops.feed_polls as polls
    where polls.feed_id = feeds.feed_id
    order by polls.polled_at desc
    limit 1
) as latest on true
where feeds.kind is distinct from 'backfill';
comment on column mart.feed_health.url is 'Its address; query values and user names are masked.';
comment on column mart.feed_health.detail is 'Message of the last poll, or why it was retired; masked like url.';
