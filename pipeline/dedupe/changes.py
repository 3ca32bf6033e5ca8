"""What changed between two versions of a text, word by word: for `dateline diff` and the counts in the revisions.

Pure. Paragraphs are aligned first, then words within those that differ. Blanks do not count, nor does how they are set.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]

MAX_WORDS_ALIGNED = 4_000  # of a differing stretch; aligning costs the square, and above it a text was rewritten

# A word; a character of a script without spaces; any other sign; a run of blanks.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BREAK_SIGNS = ("\u00ad", "\u200b", "\ufeff")  # versions read before extraction left them out have them
_TOKEN = re.compile(rf"[{_SPACELESS}]|(?:(?![{_SPACELESS}])[\w'’-])+|[^\w\s]|\s+")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text that both versions have, or one only."""

    kind: Kind
    text: str


def diff_texts(before: str, after: str) -> list[Change]:
    """Return the two texts as one run of stretches: what stayed, what went, what came, in reading order."""
    return _join(_diff_paragraphs(_paragraphs(before), _paragraphs(after)))


def count_changed_words(before: str, after: str) -> tuple[int, int]:
    """Return how many words came and how many went."""
    counts = count_words(diff_texts(before, after))
    return counts["added"], counts["removed"]


def count_words(changes: Iterable[Change]) -> Counter[Kind]:
    """Return how many words stayed, came and went."""
    counts: Counter[Kind] = Counter()
    for change in changes:
        counts[change.kind] += sum(token[0].isalnum() for token in _TOKEN.findall(change.text))
    return counts


def _paragraphs(text: str) -> list[str]:
    for sign in _BREAK_SIGNS:
        text = text.replace(sign, "")
    return [" ".join(line.split()) + "\n" for line in text.splitlines() if line.strip()]


def _diff_paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    for kind, old, new in _align(before, after):
        if kind == "same":
            yield Change("same", "".join(new))
        else:
            yield from _diff_words(_TOKEN.findall("".join(old)), _TOKEN.findall("".join(new)))


def _diff_words(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    if max(len(before), len(after)) > MAX_WORDS_ALIGNED:
        yield Change("removed", "".join(before))
        yield Change("added", "".join(after))
        return
    for kind, old, new in _align(before, after):
        if kind == "same":
            yield Change("same", "".join(new))
        else:
            yield Change("removed", "".join(old))
            yield Change("added", "".join(new))


def _align(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Yield ("same" or "changed", stretch before, stretch after)."""
    for tag, i, j, m, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield ("same" if tag == "equal" else "changed"), before[i:j], after[m:n]


def _join(changes: Iterator[Change]) -> list[Change]:
    """Return the changes without empty ones; a lone blank between two changes goes with them, to read well."""
    joined: list[Change] = []
    for change in changes:
        if not change.text:
            continue
        if joined and joined[-1].kind == change.kind:
            joined[-1] = Change(change.kind, joined[-1].text + change.text)
        else:
            joined.append(change)
    return joined
