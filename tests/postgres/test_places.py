"""Places of articles in Postgres: written with the article, replaced with its revision, read by country and day."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.records import FeedEntry
from pipeline.runner.show import print_article
from pipeline.steps.line import run_batches
from pipeline.steps.workplace import Workplace
from tests.postgres.test_strange_input import discover

KARACHI = (
    "<p>KARACHI: A blast killed five people near the port of Karachi on Monday, Pakistani police said in Islamabad.</p>"
)
QUITO = "<p>QUITO: A blast killed five people near the market of Quito on Monday, Ecuadorian police said.</p>"
MORE = "".join(
    f"<p>The police chief of the port said that part {n} of the inquiry had begun at once.</p>" for n in range(9)
)


def entry(content: str, title: str) -> FeedEntry:
    """Return the same entry with another text."""
    return FeedEntry(key="blast", url=None, guid="blast", title=title, content=content + MORE)


def run(place: Workplace, run_id: str, one: FeedEntry) -> UUID:
    """Take an entry through all stages."""
    discover(place, [one])
    (batch,) = steps.plan_batches(place, run_id)
    run_batches(place, [batch])
    return UUID(batch)


def rows(engine: Engine) -> set[tuple[str, str, str, bool]]:
    """Return what the articles are about."""
    with engine.connect() as connection:
        query = "select kind, country_code, place_name, is_main from news.article_places"
        return {tuple(row) for row in connection.exec_driver_sql(query)}  # type: ignore[misc]


def test_places_are_stored_shown_counted_and_replaced_by_a_revision(
    place: Workplace, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    steps.load_seeds(place)
    batch = run(place, "run-1", entry(KARACHI, "Blast kills five in Karachi"))
    first = rows(engine)
    assert {("country", "PK", "Pakistan", True), ("city", "PK", "Karachi", True)} <= first
    steps.load_batch(place, batch_id=batch)
    assert rows(engine) == first

    with engine.connect() as connection:
        (url,) = connection.exec_driver_sql("select canonical_url from news.articles").one()
        daily = connection.exec_driver_sql("select country_code, country, article_count from mart.country_daily").all()
        (told,) = connection.exec_driver_sql("select country, is_main, places from mart.article_countries").all()
    assert [tuple(row) for row in daily] == [("PK", "Pakistan", 1)]
    assert tuple(told) == ("Pakistan", True, ["Karachi", "Islamabad"])
    print_article(place.store, url)
    assert "about  PK  Pakistan (country)" in capsys.readouterr().out

    run(place, "run-2", entry(QUITO, "Blast kills five in Quito"))
    assert {row[:3] for row in rows(engine)} == {("country", "EC", "Ecuador"), ("city", "EC", "Quito")}
