"""Turn the lexicon's terms into regular expressions: every spelling that a writer of the language may use.

For languages read by pattern (scripts.py), and for the company that a word with two lives needs (reading.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

UNSPACED = {"zh", "ja", "th"}  # no spaces between words
ARABIC_SCRIPT = {"ar", "fa", "ur"}
# One-letter prepositions, "and" and the article are written together with the word.
ARABIC_PREFIX = r"(?:[وف]?(?:[بكل]?ال|لل|[بكل])?)"
# Letters that writers and keyboards exchange; vowel signs and the stretching stroke may stand anywhere.
VARIANTS = {
    "ا": "[اأإآٱ]", "أ": "[اأإآٱ]", "إ": "[اأإآٱ]", "آ": "[اأإآٱ]", "ي": "[يىیئ]", "ی": "[يىیئ]", "ى": "[يىیئ]",
    "ك": "[كک]", "ک": "[كک]", "ه": "[هہةھۃ]", "ہ": "[هہةھۃ]", "ة": "[هہةۃ]", "ھ": "[هھہ]", "ؤ": "[ؤو]",
}  # fmt: skip
MARKS = "[\u064b-\u0652\u0640]*"
JOINER = "[\\s\u200c\u200d-]+"  # a space, or the zero-width joiner that Persian writes inside compounds


def compile_terms(terms: Iterable[str], language: str) -> re.Pattern[str]:
    """Return the pattern that finds any of the terms as whole words, each in a group of its own, in the order given."""
    terms = list(terms)
    spelled = "|".join(f"({_spell(term, language)})" for term in terms) or "(?!)"  # no term: nothing fits
    before, after = ("", "") if language in UNSPACED else (r"(?<!\w)", r"(?!\w)")
    prefix = ARABIC_PREFIX if language == "ar" else ""
    # A look at the first letter spares most places in a text the try of every term.
    firsts = "".join(sorted({_first_letters(term, language) for term in terms}))
    return re.compile(f"{before}{prefix}(?=[{firsts or 'x'}])(?:{spelled}){after}", re.IGNORECASE)


def _first_letters(term: str, language: str) -> str:
    """Return the letters a term may begin with, as they stand inside a character class."""
    spelled = VARIANTS.get(term[0], "") if language in ARABIC_SCRIPT else ""
    return spelled[1:-1] if spelled.startswith("[") else re.escape(term[0])


def _spell(term: str, language: str) -> str:
    words = [_spell_word(word, language) for word in term.split()]
    return ("" if language in UNSPACED else JOINER if language in ARABIC_SCRIPT else r"[\s-]+").join(words)


@lru_cache(maxsize=4096)
def _spell_word(word: str, language: str) -> str:
    open_end = word.endswith("*")
    letters = word.rstrip("*")
    if language in ARABIC_SCRIPT:
        spelled = MARKS.join(VARIANTS.get(letter, re.escape(letter)) for letter in letters)
    else:
        spelled = re.escape(letters)
    return spelled + (r"\w*" if open_end else "")
