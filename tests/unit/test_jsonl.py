"""The JSON-lines surface: one line in, one line out, in order; a bad line never stops the rest."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.errors import BadInput, NotAFeed
from pipeline.jsonl import BATCH_LINES, Line, collect_lines, map_batches, map_lines, read_body


def answer(line: Line) -> Line:
    if line["id"] == "broken":
        raise NotAFeed("no feed", reason="not_a_feed")
    if line["id"] == "buggy":
        raise KeyError("x")
    return {"seen": line["id"]}


def test_order_is_kept_and_bad_lines_answer_with_an_error() -> None:
    lines = ['{"id": "a"}', "not json", "[1]", "", '{"id": "broken"}', '{"id": "buggy"}', '{"id": "z"}']
    out = [json.loads(line) for line in map_lines(lines, answer)]
    assert [one["id"] for one in out] == ["a", None, None, "broken", "buggy", "z"]
    assert [("error" in one) for one in out] == [False, True, True, True, True, False]
    assert out[1]["line"] == 2
    assert out[3]["reason"] == "not_a_feed"


def test_lines_answered_in_batches_are_those_answered_one_by_one() -> None:
    sizes = []

    def answer_all(lines: Sequence[Line]) -> Sequence[Line]:
        sizes.append(len(lines))
        return [answer(line) for line in lines]

    lines = [json.dumps({"id": number}) for number in range(2 * BATCH_LINES + 3)]
    lines[5:5] = ["", "not json", '{"id": "broken"}', '{"id": "buggy"}']
    assert list(map_batches(lines, answer_all)) == list(map_lines(lines, answer))
    assert sizes[-2:] == [BATCH_LINES, 6]
    assert sizes.count(1) == BATCH_LINES - 1  # the batch with the bad ones is asked line by line


def test_collected_lines_keep_their_places() -> None:
    def count(lines: Sequence[Line]) -> Sequence[Line]:
        return [{"id": line["id"], "of": len(lines)} for line in lines]

    out = [
        json.loads(line) for line in collect_lines(['{"id": 1}', "{", '{"id": 2}', '{"x": 1}'], count, required=["id"])
    ]
    assert [one.get("of") for one in out] == [2, None, 2, None]
    assert "has no id" in out[3]["error"]


def test_text_outside_ascii_and_broken_surrogates_are_printed() -> None:
    (line,) = map_lines(['{"id": "ß\\ud83d"}'], lambda given: {"text": given["id"]})
    assert json.loads(line)["text"].startswith("ß")
    line.encode("utf-8")


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_bodies_are_read_plain_and_compressed(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"page.html{suffix}"
    path.write_bytes(gzip.compress(b"<p>x") if suffix else b"<p>x")
    assert read_body({"path": str(path)}) == b"<p>x"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"id": 1}, id="neither"),
        pytest.param({"id": 1, "path": "/nowhere/page.html"}, id="missing file"),
        pytest.param({"id": 1, "path": 7}, id="no path"),
    ],
)
def test_unreadable_body_says_what_is_wrong(line: Line) -> None:
    with pytest.raises(BadInput):
        read_body(line)


def test_html_in_the_line_is_the_body() -> None:
    assert read_body({"html": "<p>ü"}) == "<p>ü".encode()
