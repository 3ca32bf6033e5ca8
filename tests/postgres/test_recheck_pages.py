"""Re-checks of articles of several pages, and of pages that moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from pipeline.records import FeedEntry
from pipeline.steps.workplace import Workplace
from tests.postgres.test_rechecks import Clock, look_again
from tests.postgres.test_strange_input import discover, process
from tests.postgres.wire_host import wire_host
from tests.unit.made_up_texts import make_text
from tests.unit.wire_server import ROBOTS_404, WireServer, answer, redirect

OLD, NEW, OTHER = (
    "/news/ferry-crews-strike-in-the-old-harbour.html",
    "/world/ferry-crews-strike-in-the-old-harbour.html",
    "/news/harvest.html",
)
SECOND = "/news/ferry-crews-strike-in-the-old-harbour-2.html"


def page(title: str, seed: int, *, more: str = "", links: str = "") -> bytes:
    """Return an article's page, with a validator."""
    text = "".join(f"<p>{make_text(seed + number, 60)}</p>" for number in range(5))
    html = f"<html lang='en'><head><title>{title}</title>{links}</head><body><article><h1>{title}</h1>{text}{more}"
    return answer(200, f"{html}</article></body></html>".encode(), "Content-Type: text/html", f'ETag: "{seed}{more}"')


@pytest.fixture
def routes() -> dict[str, Any]:
    return {"/robots.txt": ROBOTS_404, OLD: page("Ferry crews strike", 10)}


@pytest.fixture
def site(routes: dict[str, Any]) -> Iterator[WireServer]:
    with wire_host(routes) as running:
        yield running


@pytest.fixture
def timed(place: Workplace) -> tuple[Workplace, Clock]:
    clock = Clock()
    settings = replace(place.settings, allow_addresses="127.0.0.0/8", host_delay_seconds=0.0)
    return replace(place, clock=clock, settings=settings), clock


def read(engine: Engine, statement: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.exec_driver_sql(statement))


def load(place: Workplace, site: WireServer) -> None:
    discover(place, [FeedEntry(key="ferry", url=site / OLD.lstrip("/"), guid=None, title="Ferry crews strike")])
    assert process(place) == {"loaded": 1}


def test_an_edit_of_the_second_page_alone_is_a_revision(
    timed: tuple[Workplace, Clock], engine: Engine, routes: dict[str, Any], site: WireServer
) -> None:
    place, clock = timed
    routes[OLD] = page("Ferry crews strike", 10, links=f"<link rel='next' href='{SECOND}'>")
    routes[SECOND] = page("Ferry crews strike", 20)
    load(place, site)
    clock.forward(hours=1, seconds=1)
    assert look_again(place, "nothing new") == {"unchanged": 1}

    routes[SECOND] = page("Ferry crews strike", 20, more="<p>The mediators left the harbour without a word.</p>")
    clock.forward(days=1)
    assert look_again(place, "edited") == {"revision": 1}
    (row,) = read(engine, "select * from news.articles")
    assert row.body.endswith("without a word.")
    assert len(row.following_pages) == 1


def test_a_page_that_moved_keeps_its_article_and_is_asked_where_it_is(
    timed: tuple[Workplace, Clock], engine: Engine, routes: dict[str, Any], site: WireServer
) -> None:
    place, clock = timed
    load(place, site)
    routes[NEW] = routes[OLD]
    routes[OLD] = redirect(NEW, 301)
    clock.forward(hours=1, seconds=1)
    assert look_again(place, "moved") == {"unchanged": 1}
    (waiting,) = read(engine, "select url from ops.rechecks where outcome is null")
    assert waiting.url == site / NEW.lstrip("/")

    routes[NEW] = page("Ferry crews strike", 10, more="<p>The mediators left the harbour without a word.</p>")
    clock.forward(days=1)
    assert look_again(place, "moved and edited") == {"revision": 1}
    (row,) = read(engine, "select * from news.articles")
    assert (row.canonical_url, row.url) == (site / OLD.lstrip("/"), site / NEW.lstrip("/"))
    assert row.revision_number == 2


def test_a_page_that_leads_to_another_article_is_asked_again_at_its_own_address(
    timed: tuple[Workplace, Clock], engine: Engine, routes: dict[str, Any], site: WireServer
) -> None:
    place, clock = timed
    load(place, site)
    before = read(engine, "select * from news.articles")
    mine = routes[OLD]
    routes[OTHER] = page("Harvest is late this year", 70)
    routes[OLD] = redirect(OTHER, 301)
    clock.forward(hours=1, seconds=1)
    assert look_again(place, "away") == {"unchanged": 1}
    assert read(engine, "select * from news.articles") == before
    (waiting,) = read(engine, "select url, raw_digest from ops.rechecks where outcome is null")
    assert (waiting.url, waiting.raw_digest) == (site / OLD.lstrip("/"), before[0].raw_digest)

    routes[OLD] = mine
    clock.forward(days=1)
    assert look_again(place, "back") == {"unchanged": 1}
