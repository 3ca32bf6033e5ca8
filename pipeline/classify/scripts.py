"""Read articles in languages other than English: lexicon terms by one pattern a language, offsets in characters.

Chinese is matched without word boundaries; Arabic, Persian and Urdu with their prefixes and spelling variants.
"""

from __future__ import annotations

from pipeline.classify.lexicon import Lexicon, Phrase
from pipeline.classify.reading import READ_CHARACTERS, Found, Reading, Zone, find_lonely
from pipeline.classify.spelling import compile_terms

LEAD_CHARACTERS = 400  # two paragraphs


class ScriptMatcher:
    """Finds the phrases of one language's lexicon in text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.language = lexicon.language
        # Longest first: the alternation takes the first that fits.
        self._phrases = sorted(lexicon.phrases, key=_by_length)
        self._pattern = compile_terms([phrase.text for phrase in self._phrases], lexicon.language)
        self._companies = [compile_terms(words, lexicon.language) for words in lexicon.companies]

    def read(self, title: str, text: str) -> Reading:
        """Return the reading of an article; the longest term at each place wins, traps hide what they cover."""
        body = text[:READ_CHARACTERS]
        found = self._find(title, 0, title=True) + self._find(body, len(title), title=False)
        if any(one.phrase.needs for one in found):
            lonely = find_lonely([one.phrase for one in found], 0, self._companies, (title, body))
            found = [one for one in found if one.phrase.needs not in lonely]
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
