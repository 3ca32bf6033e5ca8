"""Word-level changes between two versions of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.changes import Change, count_changed_words, diff_texts

texts = st.lists(
    st.sampled_from(["ferry", "sank", "off", "Tarvoy", ",", ".", "\n", "  ", "渡", "轮"]), max_size=40
).map(" ".join)


def side(changes: list[Change], missing: str) -> list[str]:
    return "".join(one.text for one in changes if one.kind != missing).split()


@given(texts, texts)
def test_both_versions_can_be_read_from_the_changes(before: str, after: str) -> None:
    changes = diff_texts(before, after)
    assert side(changes, "added") == before.split()
    assert side(changes, "removed") == after.split()


@given(texts)
def test_a_text_against_itself_has_no_change(text: str) -> None:
    assert {one.kind for one in diff_texts(text, text)} <= {"same"}


def test_changed_words_stand_alone_between_what_stayed() -> None:
    assert diff_texts("Seven people died.\nThe port is open.", "Nine people died.\nThe port is open.") == [
        Change("removed", "Seven"),
        Change("added", "Nine"),
        Change("same", " people died.\nThe port is open.\n"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        pytest.param("The port is open.", "The port is  open.\n", (0, 0), id="blanks do not count"),
        pytest.param("The port is open", "The port is open.", (0, 0), id="signs are no words"),
        pytest.param("", "Two words", (2, 0), id="from nothing"),
        pytest.param(
            "Hafen\u00adamt\u200b \ufeffzu", "Hafenamt zu", (0, 0), id="signs for breaking words do not count"
        ),
        pytest.param("The port's mayor", "The harbour's old mayor", (2, 1), id="a word with its apostrophe is one"),
        pytest.param("渡轮沉没", "渡轮昨夜沉没", (2, 0), id="characters where words have no spaces"),
        pytest.param("Судно затонуло", "Судно не затонуло", (1, 0), id="Cyrillic"),
        pytest.param("غرقت العبارة", "غرقت العبارة أمس", (1, 0), id="Arabic"),
        pytest.param("a " * 5_000, "b " * 5_000, (5_000, 5_000), id="rewritten from end to end"),
    ],
)
def test_words_are_counted(before: str, after: str, counts: tuple[int, int]) -> None:
    assert count_changed_words(before, after) == counts
