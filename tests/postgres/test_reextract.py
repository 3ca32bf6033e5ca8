"""History read anew from the archive: the difference first, identity kept, and what cannot be read is told."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import brotli
import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.errors import BadInput
from pipeline.records import FeedEntry
from pipeline.steps import reextracting
from pipeline.steps.reextracting import current_extractor
from pipeline.steps.workplace import Workplace
from tests.postgres.articles import run
from tests.postgres.test_cli import dateline
from tests.postgres.test_strange_input import discover, process
from tests.postgres.wire_host import wire_host
from tests.unit.made_up_texts import make_text
from tests.unit.wire_server import ROBOTS_404, WireServer, answer

OLD = "dateline-extract/1"
FERRY, SECOND, ZIPPED, SQUEEZED, SHORT = (
    "/news/ferry-crews-strike-in-the-old-harbour.html",
    "/news/ferry-crews-strike-in-the-old-harbour-2.html",
    "/news/council-votes-on-the-bridge-tolls.html",
    "/news/orchards-are-late-this-spring.html",
    "/news/library-opens-its-night-hall.html",
)
TITLES = {
    FERRY: "Ferry crews strike in the old harbour",
    ZIPPED: "Council votes on the bridge tolls",
    SQUEEZED: "Orchards are late this spring",
    SHORT: "Library opens its night hall",
}


def page(title: str, seed: int, links: str = "") -> bytes:
    """Return an article's page: headline, byline, date, text."""
    text = "".join(f"<p>{make_text(seed + number, 60)}</p>" for number in range(5))
    head = f"<meta property='article:published_time' content='2026-05-0{1 + seed % 7}T08:00:00+02:00'>{links}"
    return (
        f"<html lang='en'><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p class='byline'>By <a rel='author' href='/staff/ann'>Ann Verrow</a></p>{text}</article></body></html>"
    ).encode()


@pytest.fixture
def routes() -> dict[str, Any]:
    kind = "Content-Type: text/html; charset=utf-8"
    return {
        "/robots.txt": ROBOTS_404,
        FERRY: answer(200, page(TITLES[FERRY], 10, f"<link rel='next' href='{SECOND}'>"), kind),
        SECOND: answer(200, page(TITLES[FERRY], 20), kind),
        ZIPPED: answer(200, gzip.compress(page(TITLES[ZIPPED], 30)), kind, "Content-Encoding: gzip"),
        SQUEEZED: answer(200, brotli.compress(page(TITLES[SQUEEZED], 40)), kind, "Content-Encoding: br"),
        SHORT: answer(200, page(TITLES[SHORT], 50), kind),
    }


@pytest.fixture
def site(routes: dict[str, Any]) -> Iterator[WireServer]:
    with wire_host(routes) as running:
        yield running


@pytest.fixture
def history(place: Workplace, site: WireServer, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A workplace with four articles loaded: one of two pages, one sent with gzip, one with brotli, one plain."""
    discover(place, [FeedEntry(path, site / path.lstrip("/"), None, title) for path, title in TITLES.items()])
    assert process(place) == {"loaded": 4}
    monkeypatch.setattr(reextracting, "BATCH_ARTICLES", 2)
    return place


def make_old(engine: Engine, path: str, **columns: Any) -> Any:
    """Leave an article as an older extractor would have read it; return its row of news.articles."""
    values = {"extractor": OLD, "path": f"%{path}", **columns}
    sets = ", ".join(f"{name} = :{name}" for name in values if name != "path")
    run(engine, f"update news.articles set {sets} where canonical_url like :path", **values)
    said = ", ".join(f"{name} = :{name}" for name in values if name in ("title", "body", "extractor"))
    which = "(select article_id from news.article_keys where canonical_url like :path)"
    run(engine, f"update news.article_revisions set {said} where article_id in {which}", **values)
    return row_of(engine, path)


def row_of(engine: Engine, path: str) -> Any:
    """Return the row of the article whose address ends with a path."""
    (row,) = run(engine, "select * from news.articles where canonical_url like :path", path=f"%{path}")
    return row


def compare(place: Workplace, **asked: Any) -> UUID:
    """Plan and compare; return the re-reading."""
    run_id = steps.plan_reextraction(place, by="ann", **asked)
    for number in steps.list_text_batches(place, run_id, state="open"):
        steps.compare_text_batch(place, run_id, number)
    return run_id


def differences(place: Workplace, run_id: UUID) -> dict[str, int]:
    """Return articles by kind of change."""
    told, _ = steps.read_text_differences(place, run_id)
    counts: Counter[str] = Counter()
    for row in told:
        counts[f"{row.what} {row.reason}".strip()] += row.article_count
    return dict(counts)


def rows(engine: Engine) -> dict[str, list[Any]]:
    """Return all that a reader could see change."""
    tables = {
        "articles": "article_id",
        "article_keys": "article_id",
        "article_revisions": "article_id, revision_number",
        "article_topics": "article_id, topic",
        "article_authors": "article_id, author_number",
        "article_places": "article_id, kind, place_name",
        "stories": "story_id",
        "fingerprints": "article_id, batch_id",
    }
    found = {name: run(engine, f"select * from news.{name} order by {order}") for name, order in tables.items()}
    found["site_blocks"] = run(engine, "select * from ops.site_blocks order by host, block_hash")
    return {name: [tuple(row) for row in given] for name, given in found.items()}


def test_what_reads_the_same_is_no_difference(history: Workplace, engine: Engine) -> None:
    stood = rows(engine)
    run_id = compare(history)
    assert differences(history, run_id) == {"unchanged": 4}
    assert steps.find_text_run(history, run_id).state == "compared"
    assert rows(engine) == stood


def test_the_difference_is_shown_before_anything_is_changed(history: Workplace, engine: Engine) -> None:
    body = row_of(engine, ZIPPED).body
    make_old(engine, ZIPPED, body=f"Sign up for our letter!\n{body}")
    make_old(engine, SHORT, title="Library opens its night hall | The Herald", published_at=None)
    stood = rows(engine)
    run_id = compare(history)
    assert rows(engine) == stood
    assert differences(history, run_id) == {"unchanged": 2, "changed": 2, "text": 1, "title": 1, "published": 1}
    told, examples = steps.read_text_differences(history, run_id)
    (text,) = (row for row in told if row.what == "text")
    assert 0 < text.mean_changed_ratio < 0.05
    by_what = {row.what: row for row in examples}
    assert by_what["text"].removed_text == "Sign up for our letter!"
    assert (by_what["title"].old_title, by_what["title"].new_title) == (f"{TITLES[SHORT]} | The Herald", TITLES[SHORT])
    assert (by_what["published"].old_published_at is None, by_what["published"].new_published_at is None) == (
        True,
        False,
    )


def test_what_an_archive_lost_is_named_with_the_reason(history: Workplace, engine: Engine) -> None:
    row = row_of(engine, FERRY)
    make_old(engine, ZIPPED, raw_file="raw/2020/gone.warc.gz")
    make_old(engine, SHORT, raw_file=None)
    cut = Path(history.settings.archive) / row.raw_file
    second = row.following_pages[0]["raw"]
    cut.write_bytes(cut.read_bytes()[: second["offset"] + 40])  # the first page whole, the second cut off
    run_id = compare(history, source="A feed")
    counts = differences(history, run_id)
    assert counts["unreadable raw_missing"] == 1
    assert counts["unreadable raw_unknown"] == 1
    assert counts["unreadable raw_damaged"] >= 1
    _, examples = steps.read_text_differences(history, run_id)
    assert any("raw/2020/gone.warc.gz" in one.detail for one in examples)
    damaged = run(engine, "select article_id from mart.text_changes where reason = 'raw_damaged'")
    assert (row.article_id,) in [tuple(one) for one in damaged]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "yesterday"}, "is no time"),
        ({"since": "2031-01-01"}, "no article is dated"),
        ({"source": "Nobody", "is_older_only": True}, "of Nobody"),
        ({"article": "https://nobody.example/"}, "no article has the URL"),
    ],
    ids=["time", "empty span", "outlet", "article"],
)
def test_a_wrong_span_is_named(history: Workplace, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        compare(history, **asked)


def test_a_span_an_article_or_an_older_extractor_bound_it(history: Workplace, engine: Engine, site: WireServer) -> None:
    def count(**asked: Any) -> int:
        return int(steps.find_text_run(history, steps.plan_reextraction(history, by="ann", **asked)).article_count)

    assert count(article=site / SHORT.lstrip("/")) == 1
    assert count(since="2026-05-02", until="2026-05-03") == 1
    assert count(is_older_only=True) == 0
    make_old(engine, SHORT)
    make_old(engine, ZIPPED, extractor="another-reader")
    make_old(engine, SQUEEZED, extractor=current_extractor().split("/")[0] + "/99999")
    assert count(is_older_only=True, source="A feed") == 2


def test_another_extractor_than_the_asked_one_reads_nothing(
    history: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = steps.plan_reextraction(history, by="ann")
    monkeypatch.setattr(reextracting, "current_extractor", lambda: "dateline-extract/99")
    with pytest.raises(BadInput, match="bring all workers to one version"):
        steps.compare_text_batch(history, run_id, 0)


def test_the_command_shows_what_changes(history: Workplace, engine: Engine) -> None:
    make_old(engine, SHORT, title="Library opens its night hall | The Herald")
    shown = dateline(history.settings, "reextract", "--older")
    assert shown.returncode == 0, shown.stderr
    for part in (current_extractor(), f"{OLD} 1", "headline", "| The Herald", "nothing is changed yet"):
        assert part in shown.stdout
