"""The near-duplicate methods that Dateline is measured against, behind the signature of `dedupe_lines`.

MinHashLSH as datasketch's documentation shows it, and SimHash over word triples with a limit of twelve bits. Both join whatever
is alike, directly or by way of others, and know neither stories nor originals.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

PERMUTATIONS = 128
JACCARD = 0.5
SHINGLE_WORDS = 5
SIMHASH_WORDS = 3
SIMHASH_BITS = 12

Line = dict[str, Any]


def datasketch_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """Return one answer per line by datasketch: MinHash of 128 permutations, MinHashLSH at 0.5."""
    from datasketch import MinHashLSH  # type: ignore[import-untyped]

    index = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)
    groups = list(range(len(lines)))
    for number, line in enumerate(lines):
        signature = sign_text(str(line.get("text") or ""))
        for other in index.query(signature):
            join(groups, number, other)
        index.insert(number, signature)
    return answer(lines, groups)


def simhash_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """Return one answer per line by SimHash of 64 bits, alike within twelve. Source: Charikar 2002."""
    prints = np.array([simhash_text(str(line.get("text") or "")) for line in lines], np.uint64)
    groups = list(range(len(lines)))
    for number in range(1, len(lines)):
        near = np.flatnonzero(np.bitwise_count(prints[:number] ^ prints[number]) <= SIMHASH_BITS)
        for other in near.tolist():
            join(groups, number, other)
    return answer(lines, groups)


def sign_text(text: str) -> Any:
    """Return datasketch's signature of a text: runs of five words."""
    from datasketch import MinHash

    signature = MinHash(num_perm=PERMUTATIONS)
    signature.update_batch([run.encode() for run in set(runs_of_words(text, SHINGLE_WORDS))])
    return signature


def simhash_text(text: str) -> int:
    """Return the 64-bit SimHash of a text's word triples."""
    runs = list(runs_of_words(text, SIMHASH_WORDS))
    if not runs:
        return 0
    hashes = np.frombuffer(b"".join(hashlib.blake2b(run.encode(), digest_size=8).digest() for run in runs), np.uint8)
    bits = np.unpackbits(hashes.reshape(len(runs), 8), axis=1)
    majority = bits.sum(axis=0, dtype=np.int64) * 2 > len(runs)
    return int.from_bytes(np.packbits(majority).tobytes(), "big")


def runs_of_words(text: str, width: int) -> Iterable[str]:
    """Return the runs of `width` lower-case words; a shorter text is one run."""
    words = re.findall(r"\w+", text.lower())
    if not words:
        return []
    return (" ".join(words[i : i + width]) for i in range(max(1, len(words) - width + 1)))


def join(groups: list[int], a: int, b: int) -> None:
    """Make two members one group (union-find)."""
    a, b = find(groups, a), find(groups, b)
    groups[max(a, b)] = min(a, b)


def find(groups: list[int], one: int) -> int:
    """Return the first member of a group."""
    while groups[one] != one:
        groups[one] = groups[groups[one]]
        one = groups[one]
    return one


def answer(lines: Sequence[Line], groups: list[int]) -> list[Line]:
    """Return the answers; a story is a group, these methods know no other."""
    answers: list[Line] = []
    for number, line in enumerate(lines):
        first = find(groups, number)
        name = lines[first].get("id")
        answers.append(
            {
                "id": line.get("id"),
                "decision": "new" if first == number else "copy",
                "copy_group": name,
                "duplicate_of": None if first == number else name,
                "story_id": str(name),
            }
        )
    return answers
