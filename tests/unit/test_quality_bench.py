"""`make quality` and `make bench`: what they say without gold, how figures are put together, what bench.json holds."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import feedparser
import pytest
from rich.console import Console

from pipeline.errors import BadInput
from pipeline.feeds.parse import parse_feed
from tests.bench import __main__ as bench_program
from tests.bench.bench_extract import percentile
from tests.bench.bench_live import Window, cpu_per_run
from tests.bench.feed_server import CHANGED_SHARE, count_changes, feed_body
from tests.bench.figures import make_figure, print_figures, write_figures
from tests.bench.live import ChangingFeed
from tests.bench.pages import load_pages
from tests.quality import __main__ as quality_program
from tests.quality.baselines import BASELINES, Baseline, answer_cached, feedparser_line, find_function, trafilatura_line
from tests.quality.calibration import calibration_error, describe_topics, judge
from tests.quality.docs import DOCS, fill_section, list_bench, list_quality
from tests.quality.goals import is_low_good, reaches
from tests.quality.gold import KINDS, GoldSet, Line, read_lines, write_lines
from tests.quality.report import Row, as_figure, build_rows, pool_real, print_table, write_json

# A scorer with the surface of the real one: it copies the lines, and counts the answers without an error.
SCORER = """
import gzip, json, sys
argv = [one for one in sys.argv[1:] if one != "--json"]
read = lambda path: [json.loads(line) for line in (gzip.open(path) if path.endswith(".gz") else open(path))]
if argv[0] == "input":
    for line in read(argv[2]):
        print(json.dumps({key: line[key] for key in ("id", "title", "text")}))
else:
    right = [line for line in read(argv[2]) if not line.get("error")]
    print(json.dumps({"made_up": {"docs": 2, "f1": len(right) / 2, "story_f1": float("nan")}}))
"""
GOLD_LINES: list[Line] = [
    {"id": "a", "set": "made_up", "title": "Port reopens", "text": "Ferries sail again.", "labels": []},
    {"id": "b", "set": "made_up", "title": "Bomb plot trial", "text": "Two men deny it.", "labels": ["security"]},
]


@pytest.fixture
def gold_folder(tmp_path: Path) -> Path:
    """A gold folder with topics alone."""
    folder = tmp_path / "gold"
    (folder / "topics").mkdir(parents=True)
    (folder / "score.py").write_text(SCORER, encoding="utf-8")
    with gzip.open(folder / KINDS["topics"].file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(line) + "\n" for line in GOLD_LINES)
    return folder


# --- quality -----------------------------------------------------------------------------------------------------


def test_without_gold_quality_says_so_and_succeeds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = quality_program.main(["--gold", str(tmp_path / "none"), "--state", str(tmp_path)])

    assert status == 0
    assert "no gold sets at" in capsys.readouterr().out
    assert not (tmp_path / "quality.json").exists()


def test_a_missing_set_is_named_and_the_others_are_measured(
    gold_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--gold", str(gold_folder), "--state", str(tmp_path), "--no-baselines"]
    status = quality_program.main([*options, "--only", "feeds", "--only", "topics"])

    told = capsys.readouterr().out
    assert status == 0
    assert "feeds: left out" in told
    written = json.loads((tmp_path / "quality.json").read_text(encoding="utf-8"))
    assert written["topics.made_up.f1"] == {
        "value": 1.0,
        "unit": "share",
        "baseline": None,
        "ratio": None,
        "baselines": {},
        "goal": None,
        "better": "higher",
    }
    assert not [name for name in written if "docs" in name or "story_f1" in name]


def test_the_command_is_run_as_a_program_and_keeps_the_order(gold_folder: Path, tmp_path: Path) -> None:
    gold = GoldSet(KINDS["topics"], gold_folder)
    source = tmp_path / "in.jsonl"
    assert gold.write_input(source) == 2
    assert [sorted(line) for line in read_lines(source)] == [["id", "text", "title"]] * 2
    assert gold.missing() is None
    assert GoldSet(KINDS["neardup"], gold_folder).missing() == gold_folder / KINDS["neardup"].file


def test_baseline_answers_are_kept_until_the_gold_changes(gold_folder: Path, tmp_path: Path) -> None:
    calls: list[str] = []

    def echo_line(line: Line) -> Line:
        calls.append(line["id"])
        if line["id"] == "b":
            raise ValueError("broke")
        return {"topics": []}

    baseline = Baseline("Echo 1", ("tests.unit.test_quality_bench", "echo_line"), ())
    gold = GoldSet(KINDS["topics"], gold_folder)
    source = tmp_path / "in.jsonl"
    gold.write_input(source)

    first, was_made = answer_cached(baseline, echo_line, gold, source, tmp_path, is_fresh=False)
    again, is_made = answer_cached(baseline, echo_line, gold, source, tmp_path, is_fresh=False)
    assert (was_made, is_made, first == again, calls) == (True, False, True, ["a", "b"])
    assert read_lines(first) == [{"topics": [], "id": "a"}, {"error": "ValueError: broke", "id": "b"}]

    answer_cached(baseline, echo_line, gold, source, tmp_path, is_fresh=True)
    assert calls == ["a", "b"] * 2

    with gzip.open(gold.path, "at", encoding="utf-8") as lines:
        lines.write(json.dumps(GOLD_LINES[0] | {"id": "c"}) + "\n")
    gold.write_input(source)
    newer, _ = answer_cached(baseline, echo_line, gold, source, tmp_path, is_fresh=False)
    assert newer != first
    assert not first.exists()


def test_a_baseline_says_what_is_not_there(tmp_path: Path) -> None:
    assert find_function(Baseline("x", ("tests.quality.no_such", "x_line"), ()), tmp_path) == (
        None,
        "tests.quality.no_such",
    )
    assert find_function(Baseline("x", ("tests.quality.gold", "x_line"), ()), tmp_path) == (
        None,
        "tests.quality.gold.x_line",
    )
    trained = Baseline("x", ("tests.quality.gold", "read_lines"), (), training="silver.gz")
    assert find_function(trained, tmp_path) == (None, str(tmp_path / "silver.gz"))


@pytest.mark.parametrize("kind", list(BASELINES))
def test_every_baseline_of_the_table_has_its_function(kind: str, tmp_path: Path) -> None:
    for baseline in BASELINES[kind]:
        if baseline.training:
            (tmp_path / baseline.training).parent.mkdir(exist_ok=True)
            (tmp_path / baseline.training).touch()
        assert find_function(baseline, tmp_path)[0] is not None


def test_bare_trafilatura_and_feedparser_answer_in_the_surface_s_words(tmp_path: Path) -> None:
    page, feed = tmp_path / "page.html.gz", tmp_path / "feed.xml"
    story = "<p>The ferry to the outer islands sails again after a week of storms, the harbour office said.</p>" * 4
    page.write_bytes(gzip.compress(f"<html><title>Ferry sails</title><article>{story}</article></html>".encode()))
    feed.write_bytes(
        b'<rss version="2.0"><channel><item><title>One</title><link>https://x.example/1</link><guid>g1</guid>'
        b"<pubDate>Mon, 02 Mar 2026 06:00:00 GMT</pubDate></item></channel></rss>"
    )

    article = trafilatura_line({"id": 1, "path": str(page), "url": "https://x.example/1"})
    assert (article["title"], "outer islands" in article["text"]) == ("Ferry sails", True)
    assert feedparser_line({"id": 1, "path": str(feed)})["entries"] == [
        {"guid": "g1", "url": "https://x.example/1", "title": "One", "published_at": "2026-03-02T06:00:00+00:00"}
    ]


def test_natural_f1_counts_positives_as_rarely_as_news_has_them() -> None:
    gold = [{"id": str(number), "set": "a", "labels": ["security"] if number < 50 else []} for number in range(100)]
    given = [{"topic": "security", "assigned": number < 51, "probability": 0.5} for number in range(100)]
    row = describe_topics(gold, {str(number): {"topics": [one]} for number, one in enumerate(given)})["ALL"]
    assert row["security_f1"] == pytest.approx(100 / 101)
    assert row["security_natural_f1"] == pytest.approx(2 * 0.08 / (0.16 + 0.92 * 0.02))


def test_calibration_error_is_the_weighted_distance_of_said_and_true() -> None:
    assert calibration_error([(0.0, False), (1.0, True)]) == 0
    assert calibration_error([(0.95, True), (0.95, False), (0.05, False), (0.05, False)]) == pytest.approx(0.25)
    assert calibration_error([(1.0, False)]) == 1


def test_topics_left_out_of_an_answer_count_as_no() -> None:
    line = {"id": "a", "set": "s", "labels": ["security"], "judged": ["security", "cybercrime"]}
    answer = {"topics": [{"topic": "security", "probability": 0.8, "assigned": True}]}

    assert [(one.topic, one.is_gold, one.is_given, one.probability) for one in judge(line, answer)] == [
        ("security", True, True, 0.8),
        ("cybercrime", False, False, 0.0),
    ]
    assert [one.probability for one in judge(line, None)] == [None, None]
    rows = describe_topics([line], {"a": answer})
    assert rows["s"] == pytest.approx({"security_ece": 0.2, "cybercrime_fpr": 0.0, "cybercrime_ece": 0.0})
    assert rows["ALL"] == rows["s"] | {"security_f1": 1.0, "macro_f1": 1.0}


def test_false_alarms_are_counted_where_the_topic_is_absent() -> None:
    lines = [{"id": n, "set": "s", "labels": [], "judged": ["security"]} for n in range(4)]
    output = {0: {"topics": [{"topic": "security", "assigned": True}]}}

    assert describe_topics(lines, output)["s"] == {"security_fpr": 0.25}


def test_real_near_duplicate_sets_are_pooled_by_their_pairs() -> None:
    figures = {
        "real_a": {"pairs": 30, "precision": 1.0, "recall": 1.0},
        "real_b": {"pairs": 10, "precision": 0.5, "recall": 0.5},
        "synth": {"pairs": 99, "precision": 0.0, "recall": 0.0},
    }

    pooled = pool_real(figures)["real"]
    assert pooled == pytest.approx({"precision": 35 / 40, "recall": 35 / 40, "f1": 35 / 40})
    assert pool_real({"synth": figures["synth"]}) == {"synth": figures["synth"]}


def test_rows_pair_our_figures_with_each_baseline_s() -> None:
    ours = {"fundus": {"pages": 123, "f1": 0.9, "bad_pages": 4, "date": float("nan")}}
    rows = build_rows("extraction", ours, {"trafilatura": {"fundus": {"f1": 0.8, "bad_pages": 5}}, "x": {}})

    assert [(row.name, row.value, row.others) for row in rows] == [
        ("extraction.fundus.f1", 0.9, {"trafilatura": 0.8}),
        ("extraction.fundus.bad_pages", 4, {"trafilatura": 5}),
    ]
    figure = as_figure(rows[0])
    assert (figure["baseline"], figure["ratio"], figure["goal"]) == (0.8, pytest.approx(1.125), 0.98)
    assert as_figure(rows[1])["unit"] == "pages"
    assert as_figure(Row("feeds", "s", "entries_lost", 1, {"feedparser": 0}))["ratio"] is None


@pytest.mark.parametrize(
    ("measure", "value", "goal", "expected"),
    [("f1", 0.9, 0.9, True), ("f1", 0.8, 0.9, False), ("bad_pages", 2, 2, True), ("security_ece", 0.06, 0.05, False)],
    ids=["equal", "short", "few", "uncalibrated"],
)
def test_goals_know_which_way_is_good(measure: str, value: float, goal: float, expected: bool) -> None:
    assert reaches(measure, value, goal) is expected
    assert is_low_good(measure) is (measure in ("bad_pages", "security_ece"))


def test_quality_json_replaces_measured_kinds_and_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "quality.json"
    write_json(path, [Row("feeds", "a", "f1", 0.1), Row("topics", "a", "f1", 0.2)])
    write_json(path, [Row("feeds", "b", "f1", 0.3)])

    assert list(json.loads(path.read_text(encoding="utf-8"))) == ["feeds.b.f1", "topics.a.f1"]


def test_the_table_says_how_many_goals_are_reached() -> None:
    out = io.StringIO()
    rows = [
        Row("extraction", "fundus", "f1", 0.99, {"trafilatura": 0.95}),
        Row("extraction", "fundus", "title", 0.5, {"trafilatura": 0.6}),
        Row("extraction", "fundus", "recall", 0.123, {"trafilatura": 0.6}),
    ]
    print_table(Console(file=out, width=100), rows, is_full=False)

    told = out.getvalue()
    assert "1 of 2 goals reached" in told
    assert "trafilatura" in told
    assert "0.123" not in told


# --- bench -------------------------------------------------------------------------------------------------------


def test_bench_names_are_those_of_the_design() -> None:
    assert set(bench_program.MODULES) == {
        "line",
        "extract",
        "feed_round",
        "dedupe_decision",
        "classify",
        "idle_run",
        "feed_to_row",
    }


def test_bench_json_keeps_what_was_not_measured(tmp_path: Path) -> None:
    path = tmp_path / "state" / "bench.json"
    write_figures(path, {"line": make_figure(30.0, "articles/s", 20.0, "bare trafilatura")})
    write_figures(path, {"extract": make_figure(2.0, "s", None, "nothing", better="lower")})

    kept = json.loads(path.read_text(encoding="utf-8"))
    assert set(kept) == {"line", "extract"}
    assert kept["line"]["ratio"] == 1.5
    assert kept["extract"]["ratio"] is None


def test_bench_table_shows_value_baseline_and_the_rest() -> None:
    out = io.StringIO()
    figure = make_figure(0.5, "CPU s", 5.0, "feedparser", better="lower", goal=0.1, memory_mb=210)
    print_figures(Console(file=out, width=120), {"feed_round": figure})

    told = out.getvalue()
    assert "≤ 0.1" in told
    assert "feed_round: memory_mb 210" in told


def test_a_bench_that_breaks_or_is_missing_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, body in (("good", "return {'good': {'value': 1, 'unit': 's'}}"), ("bad", "raise ValueError('broke')")):
        (tmp_path / f"bench_made_up_{name}.py").write_text(f"def bench():\n    {body}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    modules = {name: f"bench_made_up_{name}" for name in ("absent", "bad", "good")}
    monkeypatch.setattr(bench_program, "MODULES", modules)
    monkeypatch.setattr(bench_program.signal, "signal", lambda *_: None)

    status = bench_program.main(["--state", str(tmp_path)])

    for module in modules.values():
        sys.modules.pop(module, None)
    told = capsys.readouterr().out
    assert status == 1
    assert "absent: left out" in told
    assert "broke" in told
    assert json.loads((tmp_path / "bench.json").read_text(encoding="utf-8")) == {"good": {"value": 1, "unit": "s"}}


def test_a_tenth_of_the_simulated_feeds_changes_in_a_round() -> None:
    feeds = range(200)
    for rounds in (["mixed"], ["mixed"] * 2, ["changed", "mixed", "unchanged", "mixed"]):
        changed = [one for one in feeds if count_changes(one, rounds) > count_changes(one, rounds[:-1])]
        assert len(changed) == len(feeds) // CHANGED_SHARE
    assert [count_changes(one, ["not_modified", "unchanged"]) for one in feeds] == [0] * 200
    assert [count_changes(one, ["changed", "unchanged"]) for one in feeds] == [1] * 200


@pytest.mark.parametrize("feed", [4, 5], ids=["atom", "rss"])
def test_simulated_feeds_are_read_alike_by_both_sides(feed: int) -> None:
    before, after = feed_body(feed, 0), feed_body(feed, 1)
    ours = parse_feed(after, url="https://x.example/feed", content_type=None)
    theirs = feedparser.parse(io.BytesIO(after))

    assert not theirs.bozo
    assert [one.url for one in ours.entries] == [one.link for one in theirs.entries]
    old = {one.url for one in parse_feed(before, url="https://x.example/feed", content_type=None).entries}
    assert len({one.url for one in ours.entries} - old) == 1


def test_the_feed_that_changes_serves_its_new_article() -> None:
    feed = ChangingFeed()
    try:
        url = feed.publish()
        _, _, document = feed.answer("/feed.xml")
        status, kind, page = feed.answer(url.removeprefix(feed.root))
        assert [one.url for one in parse_feed(document, url=feed.url, content_type=None).entries] == [url]
        assert (status, kind) == (200, "text/html; charset=utf-8")
        assert b"Canal gauges read by hand, part 1" in page
        assert feed.answer("/robots.txt")[0] == 404
    finally:
        feed.stop()


def test_cpu_of_a_run_is_what_a_window_took_beyond_the_idle_programs() -> None:
    windows = [Window(cpu=8.0, wall=60.0, runs=1), Window(cpu=13.0, wall=60.0, runs=2)]

    assert cpu_per_run(windows, idle_rate=0.1) == pytest.approx((2.0 + 7.0) / 3)


def test_percentile_is_the_value_below_which_the_share_lies() -> None:
    assert percentile([float(n) for n in range(100)], 0.99) == 99.0
    assert percentile([3.0], 0.99) == 3.0


def test_without_gold_the_newsroom_s_own_pages_are_measured(tmp_path: Path) -> None:
    pages, what = load_pages(tmp_path / "none.jsonl.gz")

    assert "newsroom" in what
    assert len(pages) >= 60
    assert all(page.body for page in pages)


def test_lines_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    write_lines(path, [{"id": 1}])

    def broken() -> object:
        yield {"id": 2}
        raise ValueError("broke")

    with pytest.raises(ValueError, match="broke"):
        write_lines(path, broken())  # type: ignore[arg-type]
    assert read_lines(path) == [{"id": 1}]


def test_figures_go_between_their_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n", encoding="utf-8")
    fill_section(page, "bench", list_bench({"line": make_figure(30.0, "articles/s", 20.0, "bare trafilatura")}))

    told = page.read_text(encoding="utf-8")
    assert told.startswith("before\n<!-- bench -->\n| name |")
    assert "| `line` | 30 | articles/s | 20 | 1.5 |" in told
    assert "old" not in told
    with pytest.raises(BadInput, match="quality"):
        fill_section(page, "quality", [])


def test_only_figures_with_a_goal_go_into_the_page() -> None:
    rows = [Row("extraction", "fundus", "bad_pages", 1, {"trafilatura": 5}), Row("extraction", "fundus", "recall", 0.9)]

    assert list_quality({row.name: as_figure(row) for row in rows})[2:] == [
        "| `extraction.fundus.bad_pages` | 1 | 5 trafilatura |  | 2 |"
    ]
    for name in ("quality", "bench"):
        assert DOCS.read_text(encoding="utf-8").count(f"<!-- {name} -->") == 1
