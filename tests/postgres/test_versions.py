"""Versions in SQL: articles as of a time, and edits that no modification date tells of. Read as the analyst."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from pipeline.store.embedded import EmbeddedServer

DAY = datetime(2026, 3, 2, tzinfo=UTC)
NINE, TEN, ELEVEN, NOON = (DAY + timedelta(hours=hour) for hour in (9, 10, 11, 12))


@pytest.fixture
def analyst(server: EmbeddedServer, database: str) -> Iterator[Connection]:
    made = create_engine(server.url(database, "analyst"))
    with made.connect() as connection:
        yield connection
    made.dispose()


def write_article(
    engine: Engine, name: str, versions: list[dict[str, Any]], withdrawn_at: datetime | None = None
) -> UUID:
    """Write an article with its versions: {title, body, at, modified_at?}, the last being the current one."""
    article_id = uuid5(NAMESPACE_URL, name)
    last = versions[-1]
    with engine.begin() as connection:
        run = connection.execute
        run(text("select news.ensure_article_partition(:at)"), {"at": DAY})
        run(
            text(
                "insert into news.sources (site_url, name) values ('https://a.example/', 'The Anvil') "
                "on conflict (site_url) do nothing"
            )
        )
        given = {"id": article_id, "story": uuid5(article_id, "story"), "url": f"https://a.example/{name}", "day": DAY}
        run(text("insert into news.stories (story_id, first_seen_at, last_seen_at) values (:story, :day, :day)"), given)
        run(text("insert into news.article_keys values (:id, :url, :day, :day)"), given)
        run(
            text(
                "insert into news.articles (article_id, dated_at, source_id, canonical_url, url, title, body, body_hash, "
                "word_count, first_seen_at, fetched_at, loaded_at, revision_number, is_copy, copy_group, story_id, "
                "decision_reason, extractor, entry_id, batch_id, withdrawn_at) "
                "select :id, :day, source_id, :url, :url, :title, :body, md5(:body), 1, :day, :at, :at, :number, false, "
                ":id, :story, 'new', 'test', 1, :id, :withdrawn_at from news.sources where site_url = 'https://a.example/'"
            ),
            given | last | {"number": len(versions), "withdrawn_at": withdrawn_at},
        )
        for number, one in enumerate(versions, 1):
            until = versions[number]["at"] if number < len(versions) else None
            run(
                text(
                    "insert into news.article_revisions (article_id, revision_number, title, body, body_hash, title_hash, "
                    "modified_at, fetched_at, valid_from_at, valid_to_at, batch_id, added_word_count, removed_word_count, extractor) "
                    "values (:id, :number, :title, :body, md5(:body), md5(:title), :modified_at, :at, :at, :until, :batch, 1, 2, :extractor)"
                ),
                {"modified_at": None, "extractor": "test"}
                | one
                | {"id": article_id, "number": number, "until": until, "batch": uuid5(article_id, str(number))},
            )
    return article_id


def version(title: str, body: str, at: datetime, modified_at: datetime | None = None) -> dict[str, Any]:
    return {"title": title, "body": body, "at": at, "modified_at": modified_at}


def test_articles_stand_as_they_were_known_at_a_time(engine: Engine, analyst: Connection) -> None:
    write_article(
        engine,
        "bridge",
        [version("Bridge closed", "One lane.", NINE), version("Bridge shut", "Both lanes.", ELEVEN)],
        withdrawn_at=NOON,
    )
    write_article(engine, "harbour", [version("Harbour opens", "At last.", TEN)])

    def known(at: datetime) -> list[tuple[Any, ...]]:
        query = "select title, body, revision_number, is_withdrawn, source from news.articles_as_of(:at) order by title"
        return [tuple(row) for row in analyst.execute(text(query), {"at": at})]

    harbour = ("Harbour opens", "At last.", 1, False, "The Anvil")
    assert known(NINE - timedelta(seconds=1)) == []
    assert known(NINE) == [("Bridge closed", "One lane.", 1, False, "The Anvil")]
    assert known(TEN) == [("Bridge closed", "One lane.", 1, False, "The Anvil"), harbour]
    assert known(ELEVEN) == [("Bridge shut", "Both lanes.", 2, False, "The Anvil"), harbour]
    assert known(NOON) == [("Bridge shut", "Both lanes.", 2, True, "The Anvil"), harbour]


def test_a_filter_on_articles_as_of_reaches_the_index(engine: Engine) -> None:
    article_id = write_article(engine, "bridge", [version("Bridge closed", "One lane.", NINE)])
    with engine.connect() as connection:
        connection.exec_driver_sql("set enable_seqscan = off")
        plan = connection.execute(
            text("explain select title from news.articles_as_of(:at) where article_id = :id"),
            {"at": NOON, "id": article_id},
        )
        told = "\n".join(plan.scalars())
    assert "Function Scan" not in told
    assert "article_revisions_" in told


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        pytest.param(("A", "x", None), ("B", "x", None), True, id="headline, no dates at all"),
        pytest.param(("A", "x", NINE), ("A", "y", NINE), True, id="body under the old date"),
        pytest.param(("A", "x", TEN), ("A", "y", NINE), True, id="body under an older date"),
        pytest.param(("A", "x", NINE), ("A", "y", None), True, id="body, the date gone"),
        pytest.param(("A", "x", NINE), ("A", "y", TEN), False, id="body with a new date"),
        pytest.param(("A", "x", None), ("A", "y", TEN), False, id="body with a first date"),
        pytest.param(("A", "x", NINE), ("A", "x", NINE), False, id="nothing changed"),
    ],
)
def test_an_edit_without_a_new_date_is_stealthy(
    engine: Engine,
    analyst: Connection,
    first: tuple[str, str, datetime | None],
    second: tuple[str, str, datetime | None],
    is_told: bool,
) -> None:
    write_article(engine, "bridge", [version(*first[:2], NINE, first[2]), version(*second[:2], ELEVEN, second[2])])
    found = analyst.exec_driver_sql("select * from mart.stealth_edits").all()
    assert len(found) == is_told
    for row in found:
        assert (row.title_before, row.title_after, row.revision_number) == (first[0], second[0], 2)
        assert (row.is_title_changed, row.is_body_changed) == (first[0] != second[0], first[1] != second[1])
        assert (row.added_word_count, row.removed_word_count, row.seen_before_at, row.found_at) == (1, 2, NINE, ELEVEN)


def test_what_another_extractor_reads_is_no_edit(engine: Engine, analyst: Connection) -> None:
    later = version("Bridge closed", "One lane. Buses turn.", ELEVEN) | {"extractor": "newer"}
    write_article(engine, "bridge", [version("Bridge closed", "One lane.", NINE), later])
    assert not analyst.exec_driver_sql("select * from mart.stealth_edits").all()
