"""Site memory through the stages: learned with the load, once an article, and applied by the next extraction."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.extract.site_memory import PAGES_HASH, block_hash
from pipeline.records import FeedEntry
from pipeline.runner.show import print_article
from pipeline.steps.line import run_batches
from pipeline.steps.upkeep import SITE_BLOCK_RETENTION_DAYS, SITE_PAGES
from pipeline.steps.workplace import Workplace
from tests.postgres.test_line import snapshot
from tests.postgres.test_strange_input import discover

HOST = "feeds.example"
BOX = "Our harbour letter tells you before breakfast which ferries sail today."
SYLLABLES = ["ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "za"]


def piece(number: int, box: str = BOX) -> FeedEntry:
    """Return an entry with its full text, in words of its own but for the box at its end."""
    rng = random.Random(number)

    def sentence() -> str:
        words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(12)]
        return f"The {words[0]} of {' and the '.join(words[1:5])} was {' '.join(words[5:])}.".replace(" and the ", ", ")

    content = "".join(f"<p>{one}</p>" for one in [*(f"{sentence()} {sentence()}" for _ in range(7)), box])
    return FeedEntry(key=f"piece-{number}", url=None, guid=None, title=sentence()[:60], content=content)


def counts(engine: Engine) -> dict[tuple[str, int], int]:
    """Return what site memory holds of pages and blocks seen more than once."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("select host, block_hash, page_count from ops.site_blocks").all()
    return {(row.host, row.block_hash): row.page_count for row in rows}


def bodies(engine: Engine) -> list[Any]:
    """Return the loaded articles, in the order of their entries."""
    with engine.connect() as connection:
        query = "select body, site_blocks, canonical_url from news.articles order by entry_id"
        return list(connection.exec_driver_sql(query).all())


def run(place: Workplace, run_id: str, entries: list[FeedEntry]) -> UUID:
    """Take entries through all stages in one batch; return its id."""
    discover(place, entries)
    (batch,) = steps.plan_batches(place, run_id)
    run_batches(place, [batch])
    return UUID(batch)


@pytest.fixture
def seeded(place: Workplace) -> Workplace:
    """A workplace with its topics."""
    steps.load_seeds(place)
    return place


def test_block_that_a_site_repeats_leaves_its_bodies_and_is_shown_with_its_count(
    seeded: Workplace, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    run(seeded, "run-1", [piece(number) for number in range(6)])
    first = bodies(engine)
    assert not any(BOX in row.body for row in first)
    assert first[0].site_blocks == [{"text": BOX, "page_count": 6, "site_page_count": 6}]
    assert counts(engine)[HOST, PAGES_HASH] == counts(engine)[HOST, block_hash(BOX)] == 6

    run(seeded, "run-2", [piece(7)])  # alone in its batch: what the site repeats is known by now

    assert bodies(engine)[-1].site_blocks == [{"text": BOX, "page_count": 7, "site_page_count": 7}]
    print_article(seeded.store, bodies(engine)[-1].canonical_url)
    assert "on 7 of the site's 7 pages" in capsys.readouterr().out


def test_batch_that_runs_again_counts_nothing_twice_and_gives_the_same_rows(seeded: Workplace, engine: Engine) -> None:
    batch = run(seeded, "run-1", [piece(number) for number in range(2)])
    kept, rows = counts(engine), snapshot(engine)
    assert all(BOX in row.body for row in bodies(engine))  # two pages prove nothing

    for _ in range(3):
        steps.extract_articles(seeded, batch_id=batch)
        steps.deduplicate_articles(seeded, batch_id=batch)
        steps.classify_articles(seeded, batch_id=batch)
        steps.load_batch(seeded, batch_id=batch)

    assert counts(engine) == kept
    assert snapshot(engine) == rows


def test_what_was_learned_since_is_no_edit_of_an_article(seeded: Workplace, engine: Engine) -> None:
    run(seeded, "run-1", [piece(0)])
    run(seeded, "run-2", [piece(number) for number in range(1, 7)])
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "update ops.entries set state = 'discovered', state_reason = '', batch_id = null "
            "where entry_key = 'piece-0'"
        )

    (batch,) = steps.plan_batches(seeded, "run-3")
    assert run_batches(seeded, [batch]) == {"unchanged": 1}
    assert BOX in bodies(engine)[0].body
    assert counts(engine)[HOST, PAGES_HASH] == 7


def test_copies_of_a_text_do_not_make_it_furniture(seeded: Workplace, engine: Engine) -> None:
    same = piece(0)
    copies = [FeedEntry(f"copy-{n}", None, None, f"{same.title} ({n})", content=same.content) for n in range(5)]
    run(seeded, "run-1", [same, *copies])
    assert counts(engine)[HOST, PAGES_HASH] == 1
    assert all(BOX in row.body and not row.site_blocks for row in bodies(engine))


def test_upkeep_halves_what_a_large_site_has_and_forgets_what_nobody_carries(seeded: Workplace, engine: Engine) -> None:
    now = seeded.clock()
    rows = [("large", 0, SITE_PAGES, 0), ("large", 1, 99, 0), ("large", 2, 1, 0)]
    rows += [("small", 0, SITE_PAGES - 1, 0), ("small", 1, 1, 0), ("gone", 1, 3, SITE_BLOCK_RETENTION_DAYS + 1)]
    with engine.begin() as connection:
        for host, hashed, count, days in rows:
            values = (host, hashed, count, now - timedelta(days=days))
            connection.exec_driver_sql("insert into ops.site_blocks values (%s, %s, %s, %s)", values)

    for _ in range(2):
        steps.tidy_up(seeded, "upkeep")

    assert counts(engine) == {
        ("large", 0): SITE_PAGES // 2,
        ("large", 1): 49,
        ("small", 0): SITE_PAGES - 1,
        ("small", 1): 1,
    }
