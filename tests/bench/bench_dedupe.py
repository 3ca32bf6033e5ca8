"""The deduplication bench: fingerprint and decision in memory against datasketch's signature and LSH, on the same texts.

Made-up articles, a third of them copies, edits, halves and excerpts of others, from one seed. Each side runs in turn, three
times; the best of each counts, in CPU time of this thread, so that a neighbour on the machine weighs on neither.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from pipeline.dedupe.fingerprint import fingerprint_article
from pipeline.dedupe.surface import dedupe_lines
from tests.quality.baselines_dedupe import datasketch_lines, sign_text
from tests.unit.made_up_texts import make_text

DOCUMENTS = 1500
ROUNDS = 3
SEED = 2026


def bench() -> dict[str, dict[str, Any]]:
    """Return documents a second of decisions and of signatures alone, beside datasketch's; and what Postgres adds."""
    from tests.bench.bench_registry import bench as bench_registry

    lines = make_articles(DOCUMENTS, SEED)
    texts = [line["text"] for line in lines]
    dedupe_lines(lines[:20])  # tables are read once a process
    return {
        "dedupe_decision": rate(lambda: dedupe_lines(lines), lambda: datasketch_lines(lines), len(lines)),
        "dedupe_signature": rate(lambda: sign_all(texts), lambda: [sign_text(text) for text in texts], len(lines)),
        **bench_registry(),
    }


def make_articles(count: int, seed: int) -> list[dict[str, Any]]:
    """Return made-up articles of 150 to 900 words; every third is made of one before it."""
    rng = random.Random(seed)
    texts: list[str] = []
    for number in range(count):
        if number % 3 != 2:
            texts.append(make_text(seed * 100_000 + number, rng.randint(150, 900)))
            continue
        words = rng.choice(texts).split()
        half = len(words) // 2
        texts.append(
            rng.choice(
                (
                    " ".join(words[:half]),
                    " ".join(words[half:] + words[:half]),
                    "HARBORVIEW (Wire) - " + " ".join(words) + " Follow us for more.",
                    " ".join(word for word in words if rng.random() > 0.1),
                )
            )
        )
    return [{"id": number, "title": text[:60], "text": text} for number, text in enumerate(texts)]


def sign_all(texts: Sequence[str]) -> None:
    """Make every fingerprint."""
    for text in texts:
        fingerprint_article(title=None, text=text)


def rate(ours: Callable[[], object], theirs: Callable[[], object], count: int) -> dict[str, Any]:
    """Return both sides' documents a second, and how many times theirs ours is."""
    best_ours = best_theirs = float("inf")
    for _ in range(ROUNDS):
        best_ours = min(best_ours, time_of(ours))
        best_theirs = min(best_theirs, time_of(theirs))
    return {
        "value": round(count / best_ours, 1),
        "unit": "documents/s",
        "baseline": round(count / best_theirs, 1),
        "ratio": round(best_theirs / best_ours, 2),
    }


def time_of(run: Callable[[], object]) -> float:
    """Return the CPU seconds of one run."""
    gc.collect()
    start = time.thread_time()
    run()
    return time.thread_time() - start


if __name__ == "__main__":
    for name, figures in bench().items():
        print(name, figures)
