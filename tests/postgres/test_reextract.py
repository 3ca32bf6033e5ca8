"""History read anew from the archive: the difference first, identity kept, and what cannot be read is told."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import brotli
import newsroom as room
import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.dedupe.fingerprint import fingerprint_article
from pipeline.errors import BadInput
from pipeline.records import FeedEntry
from pipeline.steps import reextracting
from pipeline.steps.line import run_batches
from pipeline.steps.reextracting import current_extractor
from pipeline.steps.workplace import Workplace
from pipeline.store.keys import keys_to_store
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
    done = dateline(history.settings, "reextract", "--older", "--apply")
    assert done.returncode == 0, done.stderr
    assert "applied" in done.stdout
    assert row_of(engine, SHORT).title == TITLES[SHORT]
    assert run(engine, "select count(*) from ops.reextract_runs")[0][0] == 1
    again = dateline(history.settings, "reextract", "--older")
    assert (again.returncode, "nothing to do" in again.stdout) == (0, True)


def apply(place: Workplace, run_id: UUID) -> int:
    """Apply what was compared; return how many articles were left."""
    return sum(steps.apply_text_batch(place, run_id, number) for number in steps.list_text_batches(place, run_id))


def misread(engine: Engine, path: str, body: str, *, copy_of: str | None = None, **columns: Any) -> Any:
    """Leave an article, its version and its registration as if an older extractor had read another body."""
    article = row_of(engine, path)
    original = row_of(engine, copy_of) if copy_of else article
    print_ = fingerprint_article(title=article.title, text=body, language="en")
    make_old(
        engine,
        path,
        body=body,
        body_hash=print_.body_hash,
        word_count=len(body.split()),
        is_copy=copy_of is not None,
        duplicate_of=original.article_id if copy_of else None,
        copy_group=original.article_id,
        story_id=original.story_id,
        **columns,
    )
    run(
        engine,
        "update news.fingerprints set body_hash = :body_hash, token_count = :count, sketch = :sketch, copy_keys = :copies, "
        "story_keys = :stories, copy_group = :copy_group, story_id = :story, kind = :kind where article_id = :id",
        id=article.article_id,
        body_hash=print_.body_hash,
        count=print_.token_count,
        sketch=print_.sketch,
        copies=list(keys_to_store(print_.copy_keys, article.dated_at, {})),
        stories=list(keys_to_store(print_.story_keys, article.dated_at, {})),
        copy_group=original.article_id,
        story=original.story_id,
        kind="copy" if copy_of else "new",
    )
    return row_of(engine, path)


def decisions(engine: Engine) -> dict[str, tuple[Any, ...]]:
    """Return what deduplication says of each article, in the rows and in the registry."""
    said = run(
        engine,
        "select keys.canonical_url, articles.is_copy, articles.duplicate_of, articles.copy_group, articles.story_id, "
        "prints.copy_group, prints.story_id, prints.kind, articles.batch_id = prints.batch_id "
        "from news.articles join news.article_keys as keys using (article_id) "
        "join news.fingerprints as prints using (article_id)",
    )
    return {row[0]: tuple(row[1:]) for row in said}


def test_applied_it_is_what_was_shown_and_a_second_time_there_is_no_difference(
    history: Workplace, engine: Engine, site: WireServer
) -> None:
    stood = rows(engine)
    bodies = {path: row_of(engine, path).body for path in TITLES}
    misread(engine, ZIPPED, f"Sign up for our letter!\n{bodies[ZIPPED]}")
    make_old(engine, SHORT, published_at=None, modified_at_source="meta")
    make_old(engine, SQUEEZED)
    asked = len(site.seen)
    assert apply(history, compare(history)) == 0

    assert {path: row_of(engine, path).body for path in TITLES} == bodies
    assert {row.extractor for row in run(engine, "select extractor from news.articles")} == {current_extractor()}
    assert row_of(engine, SHORT).published_at is not None
    then = rows(engine)
    for name in ("article_keys", "article_topics", "article_authors", "article_places", "site_blocks"):
        assert then[name] == stood[name], name
    batches = run(
        engine, "select kind, state, sum(entry_count) from ops.batches where kind = 'reprocess' group by 1, 2"
    )
    assert [tuple(one) for one in batches] == [("reprocess", "loaded", 2)]

    again = compare(history)
    assert differences(history, again) == {"unchanged": 4}
    apply(history, again)
    apply(history, again)
    assert rows(engine) == then
    assert len(site.seen) == asked  # nothing was fetched


def test_other_words_are_a_version_by_its_extractor_and_no_edit(history: Workplace, engine: Engine) -> None:
    before = misread(engine, ZIPPED, f"Sign up for our letter!\n{row_of(engine, ZIPPED).body}")
    make_old(engine, SHORT, published_at=None)
    apply(history, compare(history))
    after = row_of(engine, ZIPPED)
    assert (after.revision_number, after.fetched_at, after.raw_digest) == (2, before.fetched_at, before.raw_digest)
    assert (after.first_seen_at, after.url, after.entry_id) == (before.first_seen_at, before.url, before.entry_id)
    first, second = run(
        engine,
        "select * from news.article_revisions where article_id = :id order by revision_number",
        id=after.article_id,
    )
    assert (first.extractor, second.extractor) == (OLD, current_extractor())
    assert (first.body, second.body) == (before.body, after.body)
    assert first.valid_from_at < first.valid_to_at == second.valid_from_at == after.loaded_at
    assert (second.added_word_count, second.removed_word_count) == (0, 5)
    assert not run(engine, "select * from mart.stealth_edits")
    as_of = "select body from news.articles_as_of(:at) where article_id = :id"
    known = [
        run(engine, as_of, at=at, id=after.article_id)[0].body for at in (first.valid_from_at, second.valid_from_at)
    ]
    assert known == [before.body, after.body]

    (only,) = run(  # the date alone changed: the version stands, read by the new one
        engine, "select * from news.article_revisions where article_id = :id", id=row_of(engine, SHORT).article_id
    )
    assert (only.extractor, only.batch_id) == (current_extractor(), row_of(engine, SHORT).batch_id)


def test_identity_outlet_withdrawal_and_labels_stay(history: Workplace, engine: Engine) -> None:
    article = misread(engine, SHORT, "Hackers encrypted the files of a clinic and asked for a ransom.")
    kept = article.canonical_url.replace("night", "day")
    for table in ("article_keys", "articles"):
        run(
            engine,
            f"update news.{table} set canonical_url = :kept where article_id = :id",
            kept=kept,
            id=article.article_id,
        )
    run(
        engine,
        "update news.articles set withdrawn_at = :at where article_id = :id",
        at=article.loaded_at,
        id=article.article_id,
    )
    steps.label_topic(history, kept, "cybercrime", "yes", reason="", by="ann")
    run_id = compare(history)
    assert differences(history, run_id)["address"] == 1
    apply(history, run_id)
    (after,) = run(engine, "select * from news.articles where article_id = :id", id=article.article_id)
    assert after.body != article.body
    assert (after.canonical_url, after.withdrawn_at, after.source_id) == (kept, article.loaded_at, article.source_id)
    (given,) = run(
        engine,
        "select * from news.article_topics where article_id = :id and topic = 'cybercrime'",
        id=article.article_id,
    )
    assert (given.is_assigned, given.decided_by) == (True, "label")


def test_what_is_no_article_any_more_is_kept_and_told(
    history: Workplace, engine: Engine, routes: dict[str, Any], site: WireServer
) -> None:
    film = b"<html><head><title>Film</title><meta property='og:type' content='video.other'></head><body><p>Watch.</p></body></html>"
    routes["/film"] = answer(200, film, "Content-Type: text/html")
    discover(history, [FeedEntry("film", site / "film", None, "Film")])
    assert process(history, "run-2") == {"not_article": 1}
    (fetch,) = run(engine, "select * from ops.page_fetches where url like '%/film'")
    raw = {name: getattr(fetch, name) for name in ("raw_file", "raw_offset", "raw_length", "raw_digest")}
    make_old(engine, SHORT, **raw)
    stood = rows(engine)
    run_id = compare(history)
    told = differences(history, run_id)
    assert (told["unchanged"], told["no_article video"]) == (3, 1)
    apply(history, run_id)
    assert rows(engine) == stood
    assert differences(history, run_id) == told


def test_the_newest_fetch_is_read_not_an_older_one(
    history: Workplace, engine: Engine, routes: dict[str, Any], site: WireServer
) -> None:
    first = row_of(engine, SHORT)
    routes[SHORT] = answer(200, page(TITLES[SHORT], 60), "Content-Type: text/html")
    discover(history, [FeedEntry(SHORT, site / SHORT.lstrip("/"), None, f"{TITLES[SHORT]}, again")])
    assert process(history, "run-2") == {"revision": 1}
    newer = row_of(engine, SHORT)
    make_old(engine, SHORT, title="Misread")
    apply(history, compare(history))
    after = row_of(engine, SHORT)
    assert (after.body, after.title, after.fetched_at) == (newer.body, TITLES[SHORT], newer.fetched_at)
    assert after.body != first.body
    numbers = run(
        engine, "select revision_number from news.article_revisions where article_id = :id", id=after.article_id
    )
    assert sorted(row[0] for row in numbers) == [1, 2, 3]
    assert (after.copy_group, after.story_id) == (newer.copy_group, newer.story_id)


def test_a_newer_version_that_comes_meanwhile_is_left_alone(
    history: Workplace, engine: Engine, routes: dict[str, Any], site: WireServer
) -> None:
    make_old(engine, SHORT, title="Misread")
    make_old(engine, ZIPPED, title="Misread too")
    run_id = compare(history)
    for path in (SHORT, ZIPPED):
        routes[path] = answer(200, page(TITLES[path], 60 + len(path)), "Content-Type: text/html")
    discover(history, [FeedEntry(SHORT, site / SHORT.lstrip("/"), None, f"{TITLES[SHORT]}, again")])
    assert process(history, "loaded") == {"revision": 1}
    discover(history, [FeedEntry(ZIPPED, site / ZIPPED.lstrip("/"), None, f"{TITLES[ZIPPED]}, again")])
    (on_its_way,) = steps.plan_batches(history, "decided")
    for stage in (steps.fetch_pages, steps.extract_articles, steps.deduplicate_articles):
        stage(history, batch_id=UUID(on_its_way))
    newer = row_of(engine, SHORT)
    assert apply(history, run_id) == 2
    assert row_of(engine, SHORT) == newer
    assert row_of(engine, ZIPPED).title == "Misread too"
    steps.classify_articles(history, batch_id=UUID(on_its_way))
    steps.load_batch(history, batch_id=UUID(on_its_way))
    assert row_of(engine, ZIPPED).title == TITLES[ZIPPED]
    assert steps.find_text_run(history, run_id).changed_meanwhile_count == 2


def test_what_was_interrupted_goes_on_and_a_batch_is_written_whole_or_not_at_all(
    history: Workplace, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in TITLES:
        misread(engine, path, f"Sign up for our letter!\n{row_of(engine, path).body}")
    run_id = steps.plan_reextraction(history, by="ann")
    steps.compare_text_batch(history, run_id, 0)  # killed here
    assert steps.plan_reextraction(history, by="ann") == run_id
    assert steps.list_text_batches(history, run_id, state="open") == [1]
    for number in (1, 0, 1):
        steps.compare_text_batch(history, run_id, number)
    assert steps.plan_reextraction(history, by="ann", is_applying=True) == run_id
    stood = rows(engine)
    with monkeypatch.context() as broken:
        broken.setattr(reextracting, "note_unchanged", lambda *given: 1 / 0)  # killed with its rows written
        with pytest.raises(ZeroDivisionError):
            steps.apply_text_batch(history, run_id, 0)
    assert rows(engine) == stood
    assert steps.list_text_batches(history, run_id, state="compared") == [0, 1]
    assert apply(history, run_id) == 0
    assert steps.find_text_run(history, run_id).state == "applied"
    told = differences(history, run_id)
    done = rows(engine)
    for number in (0, 1):
        assert steps.compare_text_batch(history, run_id, number) == 0
        steps.apply_text_batch(history, run_id, number)
    assert (rows(engine), differences(history, run_id)) == (done, told)
    assert len(run(engine, "select 1 from news.article_revisions")) == 8


def test_articles_that_one_misreading_made_copies_are_told_apart_again(history: Workplace, engine: Engine) -> None:
    right = decisions(engine)
    consent = "We and our partners value your privacy. " * 12
    misread(engine, FERRY, consent)
    for path in (ZIPPED, SQUEEZED, SHORT):
        misread(engine, path, consent, copy_of=FERRY)
    assert sum(said[0] for said in decisions(engine).values()) == 3
    apply(history, compare(history))
    assert decisions(engine) == right
    assert [row.article_count for row in run(engine, "select * from mart.stories")] == [1, 1, 1, 1]


def test_copies_that_furniture_hid_are_found(
    history: Workplace, engine: Engine, routes: dict[str, Any], site: WireServer
) -> None:
    path = "/wire/library-opens.html"
    same = page(TITLES[SHORT], 50)  # the text of SHORT, a day later by its own account
    routes[path] = answer(200, same.replace(b"2026-05-02", b"2026-05-03"), "Content-Type: text/html")
    discover(history, [FeedEntry("wire", site / path.lstrip("/"), None, TITLES[SHORT])])
    assert process(history, "run-2") == {"copy": 1}
    right = decisions(engine)
    misread(engine, SHORT, make_text(900, 300))
    misread(engine, path, make_text(901, 300))
    assert not any(said[0] for said in decisions(engine).values())
    apply(history, compare(history))
    assert {url: said[:3] for url, said in decisions(engine).items()} == {url: said[:3] for url, said in right.items()}
    (copy,) = run(engine, "select * from mart.copies")
    assert copy.similarity_ratio == 1


def test_a_copy_gets_another_original_when_its_own_reads_otherwise(history: Workplace, engine: Engine) -> None:
    body = row_of(engine, SQUEEZED).body
    misread(engine, SHORT, body)  # its own page says something else
    misread(engine, SQUEEZED, body, copy_of=SHORT)
    misread(engine, FERRY, body, copy_of=SHORT)
    short = row_of(engine, SHORT).article_id
    make_old(engine, FERRY, raw_file="raw/2020/gone.warc.gz")
    apply(history, compare(history))
    said = {path: row_of(engine, path) for path in (SHORT, SQUEEZED, FERRY)}
    first, second = sorted((said[SQUEEZED], said[FERRY]), key=lambda row: row.dated_at)
    assert (said[SHORT].copy_group, said[SHORT].is_copy) == (short, False)
    assert (first.copy_group, first.is_copy) == (first.article_id, False)
    assert (second.copy_group, second.duplicate_of) == (first.article_id, first.article_id)


def test_pages_of_a_replayed_archive_read_the_same(place: Workplace, engine: Engine, tmp_path: Path) -> None:
    steps.load_seeds(place)
    archive = tmp_path / "past.warc.gz"
    room.write_warc(archive)
    steps.discover_archive(place, "past", str(archive), room.ARCHIVE_DAYS[0])
    run_batches(place, steps.plan_batches(place, "past", "backfill"))
    stood = rows(engine)
    run_id = compare(place)
    assert set(differences(place, run_id)) == {"unchanged"}
    apply(place, run_id)
    assert rows(engine) == stood


def test_old_re_readings_are_forgotten_and_what_they_applied_stays(history: Workplace, engine: Engine) -> None:
    make_old(engine, SHORT, title="Misread")
    run_id = compare(history)
    apply(history, run_id)
    stood = rows(engine)
    later = replace(history, clock=lambda: history.clock() + timedelta(days=100))
    assert steps.tidy_up(later, "run").deleted_comparison_count == 1
    assert rows(engine)["articles"] == stood["articles"]
    assert list(history.archive.list(f"stages/{run_id}/")) == []
