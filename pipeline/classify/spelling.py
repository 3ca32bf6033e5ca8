"""Say how the lexicon's terms are written: cut into words as articles are, folded, and with what a writer puts before.

Used when lexicons are loaded and when a spelling is seen for the first time, never in the hot loop.
"""

from __future__ import annotations

import re

from pipeline.classify.words import FIRST_IDEOGRAPH, LAST_IDEOGRAPH, LatinFolding, WideFolding

# One-letter prepositions, "and" and the article are written together with the word.
ARABIC_PREFIX = re.compile("[وف]?(?:[بكل]?ال|لل|[بكل])|[وف]")
SHORTEST_BARE = 2  # letters that must remain when a prefix is taken off
_WORD = re.compile(r"~|[^\s~*]+\*?")


def cut_term(text: str, language: str) -> list[str]:
    """Return the words of a term as written, a final `*` kept, `~` by itself. Ideographs are words of their own."""
    words = []
    for word in _WORD.findall(text):
        if word == "~":
            words.append(word)
            continue
        folded = _fold(word.rstrip("*"), language).split()
        pieces = [piece for one in folded for piece in _part_ideographs(one)]
        if pieces and word.endswith("*"):
            pieces[-1] += "*"
        words += pieces
    return words


def fold_term(word: str, language: str) -> str:
    """Return a word of a term as the codes of an article would spell it."""
    return _fold(word, language).strip()


def bare_forms(spelling: str, language: str) -> list[str]:
    """Return a folded spelling, and in Arabic what is left of it without the letters that are written together with it."""
    if language != "ar":
        return [spelling]
    forms = [spelling]
    for length in range(1, len(spelling) - SHORTEST_BARE + 1):
        if ARABIC_PREFIX.fullmatch(spelling[:length]):
            forms.append(spelling[length:])
        elif length > 4:  # no prefix is longer
            break
    return forms


def _fold(text: str, language: str) -> str:
    folding = LatinFolding() if language == "en" else WideFolding(unspaced=False)
    codes, _ = folding.fold(text)
    return folding.spell(codes)


def _part_ideographs(word: str) -> list[str]:
    return re.findall(
        f"[{chr(FIRST_IDEOGRAPH)}-{chr(LAST_IDEOGRAPH)}]|[^{chr(FIRST_IDEOGRAPH)}-{chr(LAST_IDEOGRAPH)}]+", word
    )
