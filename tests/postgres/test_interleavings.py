"""Batches that hold copies of each other, on several workers at once, in any order: the rows are those of one after the other.

Real connections and threads on Postgres. Compared is what readers see: which article is whose copy and how alike, and which
articles are one story, merges followed. A story's name may differ: readers keep the one they saw first.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.archive.stages import read_stage, write_stage
from pipeline.feeds.rows import FeedRow
from pipeline.records import (
    Article,
    ClaimedTime,
    ClassifiedEntry,
    DecidedEntry,
    EntryState,
    ExtractedEntry,
    FeedEntry,
    FetchedPage,
)
from pipeline.steps.discovering import entry_rows
from pipeline.steps.planning import batch_id_of
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.store import open_store
from pipeline.urls import article_id_of
from tests.unit.made_up_texts import make_text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORKERS = 3
PAPER = FeedRow(name="The Paper", url="https://paper.example/feed", site="https://paper.example/")
WIRE = FeedRow(name="Nordwire", url="https://nordwire.example/feed", site="https://nordwire.example/", kind="agency")


@dataclass(frozen=True, slots=True)
class Piece:
    """One article to bring in."""

    name: str
    text: str
    hours: float
    is_wire: bool = False

    @property
    def url(self) -> str:
        return f"https://{'nordwire' if self.is_wire else 'paper'}.example/{self.name}"


def make_pieces(seed: int) -> list[Piece]:
    """Return copies, edited copies, halves, excerpts, a roundup, the wire's own, and reports of one event, dated anyhow."""
    rng = random.Random(seed)
    pieces: list[Piece] = []
    for base in range(3):
        words = make_text(1_000 * seed + base, 260).split()
        variants = [
            words,
            ["LISDOWN", "(Nordwire)", "-", *words],
            [word for word in words if rng.random() > 0.08],
            words[:130],
            words[130:],
            words[:80],
            words[150:240],
        ]
        for number, variant in enumerate(rng.sample(variants, rng.randint(3, 6))):
            pieces.append(Piece(f"{base}-{number}", " ".join(variant), rng.randint(0, 48)))
        if base == 0:
            pieces.append(Piece("own", " ".join(words), 30, is_wire=True))
    names = [f"Veskin{seed} Tarvoy{seed} Sarroda{seed}", f"Anselm{seed} Melkov{seed} Astrid{seed}"]
    for number in range(4):  # one event, told in other words
        told = make_text(1_000 * seed + 100 + number, 60)
        pieces.append(Piece(f"event-{number}", f"{' '.join(names)} {told} {' '.join(names)}", rng.randint(0, 40)))
    roundup = " ".join(" ".join(make_text(1_000 * seed + base, 260).split()[:70]) for base in range(3))
    pieces.append(Piece("roundup", roundup + " " + make_text(1_000 * seed + 99, 120), rng.randint(0, 48)))
    return pieces


class Line:
    """The two stages on which batches can meet, fed with articles made up here."""

    def __init__(self, place: Workplace, engine: Engine) -> None:
        self.place, self.engine = place, engine

    def clear(self) -> None:
        """Forget everything that was loaded."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql(
                "truncate ops.feeds, ops.entries, ops.batches, news.article_keys, news.fingerprints, news.crowded_keys, "
                "news.stories, news.story_merges, news.sources, news.articles, news.article_revisions cascade"
            )

    def prepare(self, batches: Sequence[Sequence[Piece]], run: str) -> list[UUID]:
        """Write the ledger and the extracted articles of batches; return their ids."""
        feeds = {PAPER.url: 0, WIRE.url: 0}
        self.place.store.add_feeds([PAPER, WIRE])
        for url in feeds:
            feeds[url] = self.place.store.rows("find_feed", url=url)[0].feed_id
        ids = []
        for number, pieces in enumerate(batches):
            batch_id = batch_id_of(run, number)
            with self.place.store.begin() as transaction:
                transaction.run(
                    "insert_batches",
                    run_id=run,
                    kind="ingest",
                    now=self.place.clock(),
                    lease_seconds=3600,
                    rows=dump_rows([{"batch_id": batch_id, "batch_number": number, "entry_count": len(pieces)}]),
                )
                planned = []
                for piece in pieces:
                    entry = FeedEntry(piece.url, piece.url, piece.url, piece.name)
                    (row,) = transaction.rows(
                        "upsert_entries",
                        rows=dump_rows(
                            entry_rows([entry], feed_id=feeds[WIRE.url if piece.is_wire else PAPER.url], seen_at=NOON)
                        ),
                    )
                    planned.append({"entry_id": row.entry_id, "batch_id": batch_id})
                transaction.run("plan_entries", rows=dump_rows(planned))
            tasks = {task.url: task for task in self.place.store.read_batch_entries(batch_id)}
            write_stage(
                self.place.archive, batch_id, "extract", [self.extracted(piece, tasks[piece.url]) for piece in pieces]
            )
            ids.append(batch_id)
        return ids

    def extracted(self, piece: Piece, task: Any) -> ExtractedEntry:
        article = Article(
            piece.url,
            title=f"Piece {piece.name}",
            text=piece.text,
            published_at=ClaimedTime(NOON + timedelta(hours=piece.hours)),
            language="en",
            wire_agency="Nordwire" if piece.is_wire else None,
            word_count=len(piece.text.split()),
            extractor="test",
        )
        task = replace(task, first_seen_at=NOON + timedelta(days=3))
        page = FetchedPage(
            task, EntryState.DISCOVERED, "archived", final_url=piece.url, fetched_at=NOON + timedelta(days=3)
        )
        return ExtractedEntry(
            page, EntryState.DISCOVERED, "extracted", "", article_id_of(piece.url), article, piece.url
        )

    def decide(self, batch_id: UUID) -> None:
        """Deduplicate a batch on a connection of its own."""
        with open_store(self.place.settings) as store:
            place = replace(self.place, store=store)
            path = steps.deduplicate_articles(place, batch_id=batch_id)
            decided = read_stage(place.archive, path, DecidedEntry)
            rows = [ClassifiedEntry(one, one.state, one.reason, one.detail) for one in decided]
            write_stage(place.archive, batch_id, "classify", rows)

    def load(self, batch_id: UUID) -> None:
        """Load a batch on a connection of its own."""
        with open_store(self.place.settings) as store:
            steps.load_batch(replace(self.place, store=store), batch_id=batch_id)

    def rows(self) -> tuple[dict[str, Any], set[frozenset[str]]]:
        """Return the articles by URL, as copies of what and how alike, and the stories as sets of URLs."""
        with self.engine.connect() as connection:
            articles = connection.exec_driver_sql(
                "select a.canonical_url, a.is_copy, a.duplicate_of, a.copy_group, a.similarity_ratio, a.containment_ratio, "
                "case when a.is_copy then a.decision_reason end as reason, "
                "coalesce(s.merged_into, s.story_id) as story_id "
                "from news.articles as a join news.stories as s using (story_id)"
            ).all()
            dangling = connection.exec_driver_sql(
                "select count(*) from news.stories as a join news.stories as b on a.merged_into = b.story_id "
                "where b.merged_into is not null"
            ).scalar()
        assert dangling == 0
        stories: dict[UUID, set[str]] = {}
        for row in articles:
            stories.setdefault(row.story_id, set()).add(row.canonical_url)
        return {row.canonical_url: tuple(row)[1:-1] for row in articles}, {frozenset(one) for one in stories.values()}


@pytest.fixture
def line(place: Workplace, engine: Engine) -> Line:
    return Line(place, engine)


def cut(pieces: Sequence[Piece], rng: random.Random) -> list[list[Piece]]:
    """Return pieces in any order, in batches of any size."""
    shuffled = rng.sample(pieces, len(pieces))
    batches = []
    while shuffled:
        size = rng.randint(1, 6)
        batches.append(shuffled[:size])
        del shuffled[:size]
    return batches


def one_after_the_other(line: Line, ids: list[UUID], rng: random.Random) -> None:
    for batch_id in ids:
        line.decide(batch_id)
        line.load(batch_id)


def all_decided_before_any_is_loaded(line: Line, ids: list[UUID], rng: random.Random) -> None:
    for step in (line.decide, line.load):
        for batch_id in rng.sample(ids, len(ids)):
            step(batch_id)


def workers_at_once(line: Line, ids: list[UUID], rng: random.Random) -> None:
    def work(batch_id: UUID) -> None:
        line.decide(batch_id)
        line.load(batch_id)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, ids))


def stages_at_once(line: Line, ids: list[UUID], rng: random.Random) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(line.decide, ids))
        list(pool.map(line.load, rng.sample(ids, len(ids))))


def stages_run_twice(line: Line, ids: list[UUID], rng: random.Random) -> None:
    workers_at_once(line, ids, rng)
    workers_at_once(line, rng.sample(ids, len(ids)), rng)


WAYS = [one_after_the_other, all_decided_before_any_is_loaded, workers_at_once, stages_at_once, stages_run_twice]


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_any_interleaving_gives_the_same_copies_and_stories(line: Line, seed: int) -> None:
    pieces = make_pieces(seed)
    one_after_the_other(
        line, line.prepare([[piece] for piece in sorted(pieces, key=lambda one: one.hours)], "base"), random.Random()
    )
    expected = line.rows()
    assert sum(row[0] for row in expected[0].values()) >= 5  # copies
    assert max(map(len, expected[1])) >= 3
    own = article_id_of("https://nordwire.example/own")
    assert expected[0]["https://nordwire.example/own"][:2] == (False, None)
    assert any(row[1] == own for row in expected[0].values())
    differing = []
    for number, way in enumerate(WAYS):
        line.clear()
        rng = random.Random(100 * seed + number)
        run = f"{seed}-{number}"
        way(line, line.prepare(cut(pieces, rng), run), rng)
        if line.rows() != expected:
            differing.append((run, way.__name__))
    assert differing == []


def test_a_story_that_a_reader_saw_keeps_its_id_and_merges_are_recorded(line: Line, engine: Engine) -> None:
    words = make_text(7, 400).split()
    first, second = Piece("first", " ".join(words[:200]), 5), Piece("second", " ".join(words[200:]), 6)
    whole = Piece("whole", " ".join(words), 1)
    query = "select canonical_url, story_id from news.articles"
    one_after_the_other(line, line.prepare([[first], [second]], "a"), random.Random())
    with engine.connect() as connection:
        seen = {row.canonical_url: row.story_id for row in connection.exec_driver_sql(query)}
    assert len(set(seen.values())) == 2

    one_after_the_other(line, line.prepare([[whole]], "b"), random.Random())
    with engine.connect() as connection:
        now = {row.canonical_url: row.story_id for row in connection.exec_driver_sql(query)}
        merges = connection.exec_driver_sql("select story_id, merged_into from news.story_merges").all()
        followed = connection.exec_driver_sql("select distinct story_id from mart.stories").all()
    assert {url: now[url] for url in seen} == seen
    assert len(merges) == 1
    assert {merges[0].story_id, merges[0].merged_into} == set(seen.values())
    assert followed == [(merges[0].merged_into,)]
