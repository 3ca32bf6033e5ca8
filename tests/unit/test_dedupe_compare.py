"""What likenesses mean: where a copy ends, where a series begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.dedupe.compare import NO_LIKENESS, Likeness, are_copies, are_series, compare_stories, measure_likeness
from pipeline.dedupe.fingerprint import fingerprint_article
from pipeline.records import Fingerprint

LIKE = Likeness(
    similarity=0.6, containment=0.7, shingle_count=60, words=0.9, word_count=60, names=0.9, name_count=15, figures=1.0,
    figure_count=5,
)  # fmt: skip


def make_print(tokens: int, body: str) -> Fingerprint:
    return Fingerprint(body, "", tokens, (), (), b"")


LONG_A, LONG_B = make_print(500, "a"), make_print(600, "b")

CASES = [
    ("an edited text", LIKE, 500, 0, True),
    ("a quarter of its words edited", LIKE._replace(containment=0.45, names=0.92, words=0.88), 500, 0, True),
    ("the same, but short", LIKE._replace(containment=0.45, names=0.92, words=0.88), 120, 0, False),
    ("runs without the names", LIKE._replace(names=0.3, words=0.6), 500, 0, False),
    ("names without the runs", LIKE._replace(containment=0.15), 500, 0, False),
    ("short, with another figure of five", LIKE._replace(containment=0.95, figures=0.75), 100, 0, False),
    ("long, with another figure of five", LIKE._replace(containment=0.95, figures=0.75), 500, 0, True),
    ("long, with all figures others", LIKE._replace(containment=0.95, figures=0.2), 500, 0, False),
    ("short, days later", LIKE._replace(containment=1.0, names=1.0, words=1.0), 60, 48, False),
    ("short, hours later", LIKE._replace(containment=1.0, names=1.0, words=1.0), 60, 8, True),
    ("long, days later", LIKE, 500, 200, True),
    ("no names to compare, words agree", LIKE._replace(names=1.0, name_count=0, words=0.95), 500, 0, True),
    (
        "no names to compare, words differ",
        LIKE._replace(containment=0.5, names=1.0, name_count=0, words=0.6),
        500,
        0,
        False,
    ),
    ("hardly anything to compare", LIKE._replace(containment=1.0, shingle_count=3, word_count=4), 500, 0, False),
]


@pytest.mark.parametrize(
    ("likeness", "tokens", "hours", "expected"), [pytest.param(*case, id=name) for name, *case in CASES]
)
def test_what_makes_a_copy(likeness: Likeness, tokens: int, hours: float, expected: bool) -> None:
    a, b = replace(LONG_A, token_count=tokens), LONG_B
    assert are_copies(a, b, likeness, hours) is expected
    assert are_copies(b, a, likeness, hours) is expected


@pytest.mark.parametrize(("tokens", "expected"), [(0, False), (19, False), (20, True), (500, True)])
def test_equal_bodies_are_one_text_unless_tiny(tokens: int, expected: bool) -> None:
    one = make_print(tokens, "same")
    assert are_copies(one, one, measure_likeness(one, one), 0) is expected


def test_a_template_with_other_figures_is_a_series() -> None:
    assert are_series(LONG_A, LONG_B, LIKE._replace(figures=0.1))
    assert not are_series(LONG_A, LONG_B, LIKE)
    assert not are_series(LONG_A, LONG_B, LIKE._replace(figures=0.1, containment=0.1))


def test_likeness_is_symmetric() -> None:
    a = fingerprint_article(
        title=None, text="The mayor of Harborview opened the new bridge on Monday after 12 weeks of work."
    )
    b = fingerprint_article(
        title=None, text="On Monday the mayor of Harborview opened the new bridge, which cost 9 million."
    )
    assert measure_likeness(a, b) == measure_likeness(b, a)
    assert compare_stories(a, b) == pytest.approx(compare_stories(b, a))
    assert compare_stories(a, a) == pytest.approx(1.0)


def test_empty_bodies_are_like_nothing() -> None:
    empty = fingerprint_article(title="Bridge opens", text="")
    assert measure_likeness(empty, empty) == NO_LIKENESS
