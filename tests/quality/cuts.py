"""Whether a feed cut to its unseen items gives the entries of the whole document, over every feed of the gold set."""

from __future__ import annotations

import gzip
import random
from collections import Counter

from pipeline.errors import NotAFeed
from pipeline.feeds.cut import new_items
from pipeline.feeds.parse import parse_feed
from tests.quality.gold import Figures, GoldSet

FRESH_SHARE = 4  # one item in four is unseen
TRIES = 2  # choices of unseen items a document


def check_cuts(gold: GoldSet) -> Figures:
    """Return how many cuts there were, the share of changed documents that were cut, and how many gave other entries."""
    counts: Counter[str] = Counter()
    for line in gold.read():
        path = gold.path.parent / line["path"]
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        counts += compare_cuts(body, seed=line["id"])
    tried = counts["same"] + counts["different"] + counts["whole"]
    return {
        "cut": {
            "pairs": tried,
            "cut_ratio": (tried - counts["whole"]) / tried if tried else 0.0,
            "other_entries": counts["different"],
        }
    }


def compare_cuts(body: bytes, *, seed: str) -> Counter[str]:
    """Return what came of cutting one document: `same`, `different` or `whole`; nothing where it has no two items."""
    counts: Counter[str] = Counter()
    hashes = new_items(body, ()).item_hashes
    try:
        entries = parse_feed(body, url=None).entries
    except NotAFeed:
        return counts
    if len(hashes) < 2 or len(hashes) != len(entries):  # a poll keeps no hashes of these
        return counts
    rng = random.Random(seed)
    for _ in range(TRIES):
        fresh = set(rng.sample(range(len(hashes)), max(1, len(hashes) // FRESH_SHARE)))
        known = {one for number, one in enumerate(hashes) if number not in fresh}
        cut = new_items(body, known)
        if cut.is_whole:
            counts["whole"] += 1
            continue
        expected = tuple(entry for entry, one in zip(entries, hashes, strict=True) if one not in known)
        counts["same" if parse_feed(cut.body, url=None).entries == expected else "different"] += 1
    return counts
