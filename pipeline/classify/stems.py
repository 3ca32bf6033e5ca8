"""Bring the forms of an English word together: attacks, attacked, attacking -> attack. Light, ours, deterministic.

It need not give a real word, only the same one for forms that mean the same; the word table remembers each answer.
"""

from __future__ import annotations

SHORTEST_STEM = 3  # letters that must remain
VOWELS = b"aeiouy"


def stem_word(word: bytes) -> bytes:
    """Return the stem of a folded word; digits, short words and words of other kinds come back as they are."""
    if len(word) <= SHORTEST_STEM or not word.isalpha():
        return b"0" * len(word) if word.isdigit() and len(word) > 2 else word
    word = _strip_plural(word)
    for ending in (b"ing", b"ed"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            trunk = word[: -len(ending)]
            if any(letter in VOWELS for letter in trunk):
                return _tidy(trunk)
    return word[:-1] if word.endswith(b"e") and len(word) > SHORTEST_STEM + 1 else word


def _strip_plural(word: bytes) -> bytes:
    if word.endswith(b"ies") and len(word) > 4:
        return word[:-3] + b"y"
    if word.endswith((b"sses", b"shes", b"ches", b"xes", b"zes")):
        return word[:-2]
    if word.endswith(b"s") and not word.endswith((b"ss", b"us", b"is")):
        return word[:-1]
    return word


def _tidy(trunk: bytes) -> bytes:
    """Undo what an ending did to its word: bombing keeps bomb, planning gives plan, hijacking hijack."""
    if len(trunk) > SHORTEST_STEM and trunk[-1] == trunk[-2] and trunk[-1] not in b"lsz":
        return trunk[:-1]
    if trunk.endswith(b"e") and len(trunk) > SHORTEST_STEM + 1:
        return trunk[:-1]
    return trunk
