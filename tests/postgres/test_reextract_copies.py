"""Copies among articles that were misread: read again, they are those that right readings would have given at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.records import ExtractedEntry
from pipeline.steps import reextracting
from pipeline.steps.rereading import stored_page
from pipeline.steps.workplace import Workplace
from tests.postgres.articles import run
from tests.postgres.test_interleavings import Line, Piece, cut, make_pieces, one_after_the_other
from tests.unit.made_up_texts import make_text

CONSENT = make_text(77, 150)


def misread(pieces: Sequence[Piece], rng: random.Random) -> list[Piece]:
    """Return pieces as a poor extractor reads them: right, only what all pages say, with furniture, or two in one."""
    ways = ["right", "consent", "furniture", "two"]
    wrong = []
    for number, piece in enumerate(pieces):
        other = rng.choice(pieces).text
        way = rng.choice(ways) if number % 2 else "right"
        text = {
            "right": piece.text,
            "consent": CONSENT,
            "furniture": f"{piece.text} {make_text(500 + number, 200)}",
            "two": f"{piece.text} {other}",
        }[way]
        wrong.append(replace(piece, text=text))
    return wrong


@pytest.mark.parametrize("seed", range(2))
def test_read_again_copies_are_what_right_readings_would_have_given_at_once(
    place: Workplace, engine: Engine, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    line, rng, pieces = Line(place, engine), random.Random(seed), make_pieces(seed)
    one_after_the_other(line, line.prepare(cut(pieces, rng), "right"), rng)
    expected, _ = line.rows()
    line.clear()
    one_after_the_other(line, line.prepare(cut(misread(pieces, rng), rng), "wrong"), rng)
    assert line.rows()[0] != expected

    right = {piece.url: piece for piece in pieces}

    def read_again(place: Workplace, rows: Sequence[Any], pool: Any) -> list[ExtractedEntry]:
        return [line.extracted(right[row.canonical_url], stored_page(row).task) for row in rows]

    monkeypatch.setattr(reextracting, "read_again", read_again)
    monkeypatch.setattr(reextracting, "BATCH_ARTICLES", 5)
    steps.load_seeds(place)
    for _ in range(2):
        run_id = steps.plan_reextraction(place, by="ann")
        numbers = steps.list_text_batches(place, run_id)
        for step in (steps.compare_text_batch, steps.apply_text_batch):
            for number in rng.sample(numbers, len(numbers)):
                step(place, run_id, number)
        assert line.rows()[0] == expected
    split = run(
        engine,
        "select copy_group from news.articles join news.stories using (story_id) "
        "group by 1 having count(distinct coalesce(merged_into, story_id)) > 1",
    )
    assert split == []
