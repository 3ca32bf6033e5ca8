"""A database with rows of the first version comes to the newest with every row, and the line goes on in it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine

from pipeline.settings import Settings
from pipeline.store.embedded import EmbeddedServer
from pipeline.store.migrate import upgrade_schema
from tests.conftest import admin

FIRST, SECOND = UUID(int=1), UUID(int=2)
# Two feeds (a site's and a backfill's), their entries, a failed overflow, an open and a loaded batch; an article of two
# versions with a copy, in two months; a topic given, one in review.
ROWS = f"""
    insert into ops.feeds (url, name, kind) values
    ('https://a.example/rss?key=1', 'A', 'paper'), ('https://a.example/past', 'past', 'backfill');
    insert into ops.feed_polls (feed_id, run_id, polled_at, outcome, is_overflow) values (1, 'r', now(), 'changed', true);
    insert into ops.batches (batch_id, kind, run_id, batch_number, state, lease_until_at) values
    ('{UUID(int=11)}', 'ingest', 'r', 0, 'loaded', now()), ('{UUID(int=12)}', 'ingest', 'r', 1, 'open', now());
    insert into ops.entries (
        feed_id, entry_key, entry, entry_hash, first_seen_at, last_seen_at, state, state_reason, state_at, article_id,
        batch_id, next_attempt_at
    ) values
    (1, 'a', '{{}}', 'h', now(), now(), 'loaded', 'new_article', now(), '{FIRST}', '{UUID(int=11)}', now()),
    (2, 'b', '{{}}', 'h', now(), now(), 'copy', 'same_text', now(), '{SECOND}', '{UUID(int=11)}', now()),
    (1, 'c', '{{}}', 'h', now(), now(), 'discovered', '', now(), null, '{UUID(int=12)}', now());
    insert into ops.site_blocks values ('a.example', 'b', 2, now());
    insert into news.sources (site_url, name) values ('https://a.example/', 'A');
    insert into news.stories (story_id, first_seen_at, last_seen_at) values ('{UUID(int=21)}', now(), now());
    insert into news.stories (story_id, first_seen_at, last_seen_at, merged_into) values
    ('{UUID(int=22)}', now(), now(), '{UUID(int=21)}');
    insert into news.topics (topic, name, definition) values ('security', '', ''), ('cybercrime', '', '');
    insert into news.classifier_models (model_version, is_current) values ('old', true);
    select news.ensure_article_partition('2026-04-01'), news.ensure_article_partition('2026-05-01');
"""
ARTICLE = """
    insert into news.article_keys values ('{id}', 'https://a.example/{n}', '{day}', now());
    insert into news.articles (
        article_id, dated_at, source_id, canonical_url, url, title, body, body_hash, word_count, first_seen_at,
        fetched_at, loaded_at, revision_number, is_copy, duplicate_of, copy_group, story_id, decision_reason, extractor,
        entry_id, batch_id
    ) select
        '{id}', '{day}', source_id, 'https://a.example/{n}', 'https://a.example/{n}', 't', 'b', repeat('a', 32), 1,
        now(), now(), now(), {n}, '{id}' <> '{first}', nullif('{first}', '{id}')::uuid, '{first}', '{story}', 'r',
        'trafilatura 1', {n}, '{batch}'
    from news.sources;
    insert into news.article_revisions (
        article_id, revision_number, body, body_hash, title_hash, fetched_at, valid_from_at, batch_id
    ) values
    ('{id}', 1, 'b', repeat('a', 32), repeat('b', 32), now(), now(), '{batch}'),
    ('{id}', 2, 'c', repeat('c', 32), repeat('b', 32), now(), now(), '{other}');
    insert into news.article_topics values
    ('{id}', 'security', 0.9, true, false, '[1]', null, 'old', now()),
    ('{id}', 'cybercrime', 0.5, false, true, '[]', null, 'old', now());
    insert into news.fingerprints values (
        '{id}', '{batch}', 'https://a.example/{n}', repeat('a', 32), repeat('b', 32), 1,
        '{{9223372036854775807,-9223372036854775808,65536}}', '{{9223372036854775807,-9223372036854775808}}', '', '{day}',
        '{first}', '{story}', '{{"kind": "{kind}", "reason": "r", "similarity": 0.5, "containment": null}}', now()
    );
"""


@pytest.fixture
def old(server: EmbeddedServer, database: str) -> Iterator[Engine]:
    """A database of the first version."""
    name = f"{database}_first"
    admin(server, f"create database {name}")
    made = create_engine(server.url(name))
    try:
        upgrade_schema(made, Settings(), to="0001")
        yield made
    finally:
        made.dispose()
        admin(server, f"drop database {name} with (force)")


def count_rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "select schemaname || '.' || relname from pg_stat_user_tables where schemaname in ('ops', 'news')"
        ).scalars()
        return {one: connection.exec_driver_sql(f"select count(*) from {one}").scalar_one() for one in sorted(tables)}


def test_rows_of_the_first_version_are_all_there_after_the_upgrade(old: Engine) -> None:
    with old.begin() as connection:
        connection.exec_driver_sql(ROWS)
        for number, (article, day, kind) in enumerate(
            [(FIRST, "2026-04-03", "new"), (SECOND, "2026-05-03", "copy")], 1
        ):
            connection.exec_driver_sql(
                ARTICLE.format(
                    id=article,
                    n=number,
                    day=day,
                    first=FIRST,
                    story=UUID(int=20 + number),
                    batch=UUID(int=11),
                    other=UUID(int=12),
                    kind=kind,
                ).replace("%", "%%")
            )
    before = count_rows(old)
    upgrade_schema(old, Settings())
    after = count_rows(old)
    assert {name: after[name] for name in before} == before | {"ops.site_blocks": 0}  # site memory was never written
    assert after["news.story_merges"] == 1
    with old.connect() as connection:
        origins = connection.exec_driver_sql("select origin from ops.entries order by entry_id").scalars().all()
        prints = connection.exec_driver_sql("select * from news.fingerprints order by article_id").all()
        topics = connection.exec_driver_sql(
            "select distinct topic, is_model_assigned, is_model_unsure, decided_by "
            "from news.article_topics order by topic"
        ).all()
        extractors = connection.exec_driver_sql("select distinct extractor from news.article_revisions").scalars().all()
        copies = connection.exec_driver_sql("select article_id, original_id from mart.copies").all()
        health = connection.exec_driver_sql("select url from mart.feed_health").scalars().all()
    assert origins == ["feed", "archive", "feed"]
    assert [(one.kind, one.copy_group, one.reason, one.similarity_ratio) for one in prints] == [
        ("new", FIRST, "r", 0.5),
        ("copy", FIRST, "r", 0.5),
    ]
    assert [(len(one.copy_keys), len(one.story_keys)) for one in prints] == [(3, 2), (3, 2)]
    assert [tuple(one) for one in topics] == [("cybercrime", False, True, "model"), ("security", True, False, "model")]
    assert extractors == ["trafilatura 1"]
    assert [tuple(one) for one in copies] == [(SECOND, FIRST)]
    assert health == ["https://a.example/rss?key=***"]
