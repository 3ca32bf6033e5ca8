"""Prose that nobody wrote: for tests and benches that need many texts of their own vocabulary."""

from __future__ import annotations

import random

SYLLABLES = [
    "ba",
    "ke",
    "li",
    "mo",
    "nu",
    "pa",
    "re",
    "si",
    "to",
    "vu",
    "dar",
    "hen",
    "kil",
    "mor",
    "nas",
    "pel",
    "rin",
    "sot",
    "tal",
    "ven",
]


def make_text(seed: int, words: int = 400) -> str:
    """Return made-up prose: a vocabulary of its own, sentences with capitals, a figure here and there."""
    rng = random.Random(seed)
    vocabulary = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(300)]
    out: list[str] = []
    while len(out) < words:
        sentence = rng.choices(vocabulary, k=rng.randint(8, 20))
        sentence[0] = sentence[0].capitalize()
        sentence[3] = sentence[3].capitalize()
        if rng.random() < 0.3:
            sentence[5] = str(rng.randint(10, 9000))
        out += [*sentence[:-1], sentence[-1] + "."]
    return " ".join(out[:words])
