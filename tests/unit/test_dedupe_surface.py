"""`dateline dedupe --jsonl`: one answer a line, in order, whatever the lines hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.dedupe.index import KEY_NEWEST, KEY_OLDEST, KeyIndex
from pipeline.dedupe.surface import dedupe_lines, read_time
from pipeline.jsonl import collect_lines
from tests.unit.made_up_texts import make_text

TEXT = make_text(7, 300)
FIELDS = {"id", "decision", "copy_group", "duplicate_of", "similarity", "containment", "story_id", "reason"}


def test_a_copy_names_its_original_and_shares_group_and_story() -> None:
    first, copy, other = dedupe_lines(
        [
            {"id": "a", "title": "One", "text": TEXT},
            {"id": "b", "title": "Two", "text": "PARIS - " + TEXT},
            {"id": 3, "title": "Three", "text": make_text(8, 300)},
        ]
    )
    assert set(first) == FIELDS
    assert (first["decision"], first["copy_group"], first["duplicate_of"]) == ("new", "a", None)
    assert (copy["decision"], copy["copy_group"], copy["duplicate_of"]) == ("copy", "a", "a")
    assert copy["story_id"] == first["story_id"]
    assert copy["reason"] == "the text, edited, of a"
    assert copy["similarity"] > 0.9
    assert (other["id"], other["copy_group"]) == (3, 3)
    assert other["story_id"] != first["story_id"]


def test_the_earliest_published_is_the_original_whatever_the_order() -> None:
    late, early = dedupe_lines(
        [
            {"id": "late", "text": TEXT, "published_at": "2026-03-02T12:00:00+00:00"},
            {"id": "early", "text": TEXT, "published_at": "2026-03-02T12:30:00+01:00"},
        ]
    )
    assert (late["decision"], late["duplicate_of"]) == ("copy", "early")
    assert (early["decision"], early["copy_group"]) == ("new", "early")


def test_lines_without_a_time_come_after_those_that_have_one_in_their_order() -> None:
    answers = dedupe_lines(
        [{"id": "x", "text": TEXT}, {"id": "y", "text": TEXT}, {"id": "z", "text": TEXT, "published_at": "2026-03-02"}]
    )
    assert [answer["copy_group"] for answer in answers] == ["z", "z", "z"]
    assert [answer["duplicate_of"] for answer in answers] == ["z", "z", None]


def test_an_id_twice_is_one_article_twice() -> None:
    same = dedupe_lines([{"id": "a", "text": TEXT}, {"id": "a", "text": TEXT}])
    assert [answer["decision"] for answer in same] == ["new", "unchanged"]
    changed = dedupe_lines([{"id": "a", "text": TEXT}, {"id": "a", "text": TEXT + " More."}])
    assert [answer["decision"] for answer in changed] == ["new", "revision"]
    assert changed[1]["copy_group"] == "a"


def test_ids_of_two_kinds_are_two_ids() -> None:
    assert [a["decision"] for a in dedupe_lines([{"id": 1, "text": ""}, {"id": "1", "text": ""}])] == ["new", "new"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"id": "a"}, id="nothing but an id"),
        pytest.param({"id": "a", "title": None, "text": None, "published_at": None}, id="nulls"),
        pytest.param({"id": "a", "title": 5, "text": ["x"], "language": 7}, id="values of other types"),
        pytest.param({"id": None, "text": "short"}, id="no id"),
        pytest.param({"id": ["a", 1], "text": "short"}, id="an id that is a list"),
        pytest.param({"id": "a", "text": "\ud800 lone", "published_at": "yesterday"}, id="broken text and time"),
    ],
)
def test_poor_lines_are_answered(line: dict[str, Any]) -> None:
    (answer,) = dedupe_lines([line])
    assert (answer["id"], answer["decision"]) == (line.get("id"), "new")


def test_a_bad_line_does_not_stop_the_rest() -> None:
    lines = [json.dumps({"id": "a", "text": TEXT}), "{oops", json.dumps({"id": "b", "text": TEXT})]
    answers = [json.loads(answer) for answer in collect_lines(lines, dedupe_lines)]
    assert [answer.get("decision") for answer in answers] == ["new", None, "copy"]
    assert "error" in answers[1]


def test_no_lines_no_answers() -> None:
    assert dedupe_lines([]) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-02T12:00:00Z", datetime(2026, 3, 2, 12, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 12:00:00 +0000", datetime(2026, 3, 2, 12, tzinfo=UTC)),
        ("2-MAR-1987 09:19:31.96", datetime(1987, 3, 2, 9, 19, 31, tzinfo=UTC)),
        ("soon", None),
        ("", None),
        (None, None),
        (1700000000, None),
    ],
    ids=str,
)
def test_times(value: object, expected: datetime | None) -> None:
    assert read_time(value) == expected


def test_a_common_key_keeps_its_oldest_and_its_newest() -> None:
    index = KeyIndex()
    for place in range(100):
        index.file_under([5, 1000 + place], place)
    shared = index.count_shared([5, 1007, 42])
    assert len(shared) == KEY_OLDEST + KEY_NEWEST
    assert shared[7] == 2
    assert set(range(KEY_OLDEST)) | {99} <= set(shared)
    assert 50 not in shared
