"""The command line as its users call it: what it prints, its status, and what it says when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import newsroom as room
import pytest

from pipeline import steps
from pipeline.feeds.rows import FeedRow
from pipeline.settings import Settings
from pipeline.steps.line import run_line_once
from pipeline.steps.workplace import Workplace
from tests.conftest import ROOT, feed_rows, free_port


def dateline(settings: Settings | None, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program with these settings; return how it ended."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    env |= settings.as_env() if settings else {}
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=env, cwd=ROOT, check=False)


@pytest.fixture
def loaded(place: Workplace, newsroom: room.RunningNewsroom) -> Workplace:
    """A workplace into which one outlet's articles are loaded."""
    steps.load_seeds(place)
    place.store.add_feeds([one for one in feed_rows(newsroom) if "/khyber-times/" in one.url])
    run_line_once(place, "run-1")
    return place


@pytest.mark.parametrize(
    "arguments",
    [[], ["feeds"], ["db"], ["run"], ["show"], ["extract"], ["quarantine"]],
    ids=lambda arguments: " ".join(arguments) or "dateline",
)
def test_help_teaches(arguments: list[str]) -> None:
    done = dateline(None, *arguments, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_status_says_when_no_feed_could_be_reached(place: Workplace) -> None:
    dead = free_port()
    place.store.add_feeds([FeedRow(f"Outlet {n}", f"http://127.0.0.1:{dead}/{n}.xml") for n in (1, 2)])
    run_line_once(place, "run-1")

    status = dateline(place.settings, "db", "status")

    assert "0 answered, failed: 2 network" in status.stdout, status.stderr
    assert "this machine's network" in status.stdout


def test_airflow_without_a_server_says_what_starts_it(tmp_path: Path) -> None:
    done = dateline(Settings(state_dir=str(tmp_path)), "airflow", "version")
    assert done.returncode == 2
    assert "make run" in done.stderr


def test_show_and_search_explain_an_article(loaded: Workplace) -> None:
    row = loaded.store.rows("latest_articles", limit=100, topic="counterterrorism")[0]

    shown = dateline(loaded.settings, "show", row.canonical_url)
    assert shown.returncode == 0, shown.stderr
    for part in (str(row.article_id), "published_at", "topics", "counterterrorism", "story", "revisions", "ledger"):
        assert part in shown.stdout
    by_id = dateline(loaded.settings, "show", str(row.article_id))
    assert by_id.stdout == shown.stdout

    found = dateline(loaded.settings, "search", f'"{row.title.split(",")[0]}"')
    assert row.canonical_url in found.stdout.replace("\n", "")

    raw = dateline(loaded.settings, "raw", "show", str(row.article_id))
    assert "</html>" in raw.stdout


def test_status_counts_what_the_database_holds(loaded: Workplace) -> None:
    done = dateline(loaded.settings, "db", "status")
    assert done.returncode == 0, done.stderr
    assert "loaded" in done.stdout
    assert str(loaded.store.rows("read_status")[0].article_count) in done.stdout


def test_feeds_are_listed_removed_exported_and_imported_again(loaded: Workplace, tmp_path: Path) -> None:
    listed = dateline(loaded.settings, "feeds", "list")
    assert "healthy" in listed.stdout
    for format_ in ("csv", "opml"):
        exported = dateline(loaded.settings, "feeds", "export", "--format", format_)
        file = tmp_path / f"feeds.{format_}"
        file.write_text(exported.stdout, encoding="utf-8")
        again = dateline(loaded.settings, "feeds", "import", str(file))
        assert "0 added" in again.stdout, again.stderr
    url = loaded.store.rows("list_feeds")[0].url
    assert "no longer followed" in dateline(loaded.settings, "feeds", "remove", url).stdout
    assert dateline(loaded.settings, "feeds", "remove", "https://nobody.example/feed").returncode == 2


def test_feed_options_are_set_shown_and_kept_by_an_import(place: Workplace, tmp_path: Path) -> None:
    url = "https://paper.example/rss?key=1"
    place.store.add_feeds([FeedRow("Paper", url)])
    options = [
        "--include",
        "harbour",
        "--exclude",
        "sport",
        "--interval",
        "30m",
        "--header",
        "Authorization: Bearer s3cret",
    ]
    done = dateline(place.settings, "feeds", "set", url, *options, "--user-agent", "Reader/1", "--content-only")

    assert done.returncode == 0, done.stderr
    assert "s3cret" not in done.stdout
    for part in ("include: harbour", "exclude: sport", "1800 s, as set", "User-Agent: Reader/1", "own text"):
        assert part in done.stdout
    file = tmp_path / "feeds.csv"
    file.write_text(dateline(place.settings, "feeds", "export").stdout, encoding="utf-8")
    assert "Authorization: Bearer s3cret | User-Agent: Reader/1" in file.read_text(encoding="utf-8")
    shown = dateline(place.settings, "feeds", "show", url).stdout
    assert dateline(place.settings, "feeds", "import", str(file)).returncode == 0
    assert dateline(place.settings, "feeds", "show", url).stdout == shown

    cleared = ["--include", "", "--interval", "auto", "--header", "Authorization:", "--fetch-pages"]
    done = dateline(place.settings, "feeds", "set", url, *cleared)
    assert "include" not in done.stdout
    assert "Authorization" not in done.stdout
    assert "exclude: sport" in done.stdout
    wrong = dateline(place.settings, "feeds", "set", url, "--exclude", "(")
    assert (wrong.returncode, "is no regular expression" in wrong.stderr) == (2, True)
    assert dateline(place.settings, "feeds", "show", "https://nobody.example/").returncode == 2


def test_analysts_see_no_keys_of_feed_addresses(place: Workplace) -> None:
    place.store.add_feeds([FeedRow("Paper", "https://me:pw@paper.example/rss?key=s3cret&page=2")])
    with place.store.engine.connect() as connection:
        (row,) = connection.exec_driver_sql(
            "select url, mart.mask_secrets('GET https://u@a.example/?k=1 failed') as said from mart.feed_health"
        ).all()
    assert row.url == "https://***@paper.example/rss?key=***&page=***"
    assert row.said == "GET https://***@a.example/?k=*** failed"


def test_feeds_add_finds_the_feeds_of_a_site(place: Workplace, newsroom: room.RunningNewsroom) -> None:
    site = next(one for one in newsroom.feeds() if "/khyber-times/" in one.url).site
    done = dateline(place.settings, "feeds", "add", site)
    assert done.returncode == 0, done.stderr
    assert "1 added" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["feeds", "import", "/nowhere/feeds.csv"], "/nowhere/feeds.csv", id="missing list"),
        pytest.param(["show", "https://nobody.example/x"], "https://nobody.example/x", id="unknown article"),
        pytest.param(["feeds", "add", "nobody"], "http", id="no address"),
        pytest.param(["quarantine", "replay", "99"], "99", id="unknown case"),
        pytest.param(["extract"], "--jsonl", id="no input format"),
        pytest.param(["run", "--feeds", "/nowhere.csv"], "/nowhere.csv", id="missing feeds of a run"),
    ],
)
def test_wrong_input_is_one_clear_line_and_status_2(place: Workplace, arguments: list[str], said: str) -> None:
    done = dateline(place.settings, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_malformed_feed_list_names_file_and_line(place: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("name,url,site,country,language,kind\nA,https://a.example/feed,,,,\nB,not an address,,,,\n")
    done = dateline(place.settings, "feeds", "import", str(file))
    assert done.returncode == 2
    assert "mine.csv" in done.stderr
    assert "3" in done.stderr


def test_unreachable_database_is_status_1_with_the_remedy() -> None:
    url = f"postgresql+psycopg2://dateline_writer:secret@127.0.0.1:{free_port()}/dateline"
    done = dateline(Settings(database_url=url), "db", "status")
    assert done.returncode == 1
    assert "DATELINE_DATABASE_URL" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_psql_opens_as_the_analyst(loaded: Workplace, server: object) -> None:
    done = dateline(loaded.settings, "db", "psql", "--", "-At", "-c", "select count(*) from mart.latest_articles")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == loaded.store.rows("read_status")[0].article_count


@pytest.mark.parametrize(
    ("command", "line", "field"),
    [
        pytest.param("extract", {"html": "<title>A</title><p>Some words stand here, and more of them."}, "text", id="extract"),
        pytest.param("parse-feed", {"html": "<rss version='2.0'><channel><item><title>A</title></item></channel></rss>"}, "entries", id="parse-feed"),
        pytest.param("classify", {"title": "Ransomware gang arrested", "text": "Police arrested hackers."}, "topics", id="classify"),
        pytest.param("dedupe", {"title": "A", "text": "Some words stand here."}, "story_id", id="dedupe"),
    ],
)  # fmt: skip
def test_each_stage_answers_json_lines_without_database(command: str, line: dict[str, str], field: str) -> None:
    stdin = "\n".join([json.dumps({"id": "one", **line}), "no json", json.dumps({"id": "two", **line})]) + "\n"
    done = dateline(None, command, "--jsonl", stdin=stdin)
    assert done.returncode == 0, done.stderr
    out = [json.loads(one) for one in done.stdout.splitlines()]
    assert [one["id"] for one in out] == ["one", None, "two"]
    assert field in out[0]
    assert "error" in out[1]
    assert {**out[2], "id": "one"} == out[0] or command == "dedupe"
