"""Read articles in languages other than English: lexicon terms by one pattern a language, offsets in characters.

Chinese is matched without word boundaries; Arabic, Persian and Urdu with their prefixes and spelling variants.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.classify.lexicon import Lexicon, Phrase
from pipeline.classify.reading import READ_CHARACTERS, Found, Reading, Zone

LEAD_CHARACTERS = 400  # two paragraphs
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


class ScriptMatcher:
    """Finds the phrases of one language's lexicon in text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.language = lexicon.language
        # Longest first: the alternation takes the first that fits.
        self._phrases = sorted(lexicon.phrases, key=_by_length)
        spelled = "|".join(f"({_spell(phrase.text, lexicon.language)})" for phrase in self._phrases)
        before, after = ("", "") if lexicon.language in UNSPACED else (r"(?<!\w)", r"(?!\w)")
        prefix = ARABIC_PREFIX if lexicon.language == "ar" else ""
        self._pattern = re.compile(f"{before}{prefix}(?:{spelled}){after}", re.IGNORECASE)

    def read(self, title: str, text: str) -> Reading:
        """Return the reading of an article; the longest term at each place wins, traps hide what they cover."""
        body = text[:READ_CHARACTERS]
        found = self._find(title, 0, title=True) + self._find(body, len(title), title=False)
        return Reading(self.language, tuple(found), len(title), len(title) + len(body))

    def _find(self, text: str, shift: int, *, title: bool) -> list[Found]:
        found = []
        for match in self._pattern.finditer(text):
            phrase = self._phrases[(match.lastindex or 1) - 1]
            if phrase.kind == "trap":
                continue
            zone = Zone.TITLE if title else Zone.LEAD if match.start() < LEAD_CHARACTERS else Zone.BODY
            found.append(Found(phrase, zone, match.start() + shift, match.end() + shift, 0))
        return found


def _by_length(phrase: Phrase) -> tuple[int, str]:
    return -len(phrase.text), phrase.text


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
