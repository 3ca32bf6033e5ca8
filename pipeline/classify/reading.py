"""Read one article as a sub-editor does: headline, lead, body, and the lexicon's terms in each. No decision yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from pipeline.classify.lexicon import Phrase
from pipeline.classify.words import BARRIER, UNKNOWN, Match, WordTable, fold, word_starts

READ_CHARACTERS = 8_000  # some 1,300 words: what a feature is about has been said by then
LEAD_WORDS = 60  # first two paragraphs of a news story


class Zone(IntEnum):
    """Where in an article a term stands."""

    TITLE = 0
    LEAD = 1
    BODY = 2


class Found(NamedTuple):
    """A term in an article. start and end count words (English) or characters (other languages) of the reading."""

    phrase: Phrase
    zone: Zone
    start: int
    end: int
    hidden_from: frozenset[str]  # topics for which a trap hides it


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one article."""

    language: str
    found: tuple[Found, ...]
    title_length: int  # words or characters of the title in the reading
    length: int  # words or characters in all
    rows: tuple[int, ...] = ()  # English: word rows of title, barrier, text; words in traps are unknown
    folded_title: bytes = b""
    folded_text: bytes = b""

    def locate(self, start: int, end: int) -> tuple[bool, int, int]:
        """Return (in the title?, first character, end character) of reading positions start..end (exclusive)."""
        in_title = start < self.title_length
        if not self.rows:
            shift = 0 if in_title else self.title_length
            return in_title, start - shift, end - shift
        folded = self.folded_title if in_title else self.folded_text
        shift = 0 if in_title else self.title_length + 1
        starts = word_starts(folded)
        last = int(starts[end - 1 - shift])
        stop = folded.find(b" ", last)
        return in_title, int(starts[start - shift]), len(folded) if stop < 0 else stop


def read_english(table: WordTable, title: str, text: str, topic_count: int) -> Reading:
    """Return the reading of an English article; only the first READ_CHARACTERS of the text count."""
    folded_title = fold(title)
    folded_text = fold(text[:READ_CHARACTERS])
    rows = table.rows(folded_title)
    title_words = len(rows)
    rows.append(BARRIER)
    rows += table.rows(folded_text)
    flags = table.begins_phrase[np.array(rows, np.int32)]
    matches = table.find_phrases(rows, np.flatnonzero(flags).tolist())
    hidden = _hide_traps(rows, matches, table.phrases, topic_count)
    found = tuple(_keep_longest(matches, table.phrases, title_words, hidden))
    return Reading("en", found, title_words, len(rows), tuple(rows), folded_title, folded_text)


def _hide_traps(
    rows: list[int], matches: Sequence[Match], phrases: Sequence[Phrase], topic_count: int
) -> dict[int, frozenset[str]]:
    """Blank the words of traps that hide from every topic, in place; return word -> topics it is hidden from."""
    hidden: dict[int, frozenset[str]] = {}
    for match in matches:
        phrase = phrases[match.phrase]
        if phrase.kind == "term":
            continue
        topics = frozenset(phrase.hides)
        for word in range(match.start, match.end):
            hidden[word] = hidden.get(word, frozenset()) | topics
            if len(topics) == topic_count:
                rows[word] = UNKNOWN
    return hidden


def _keep_longest(
    matches: Sequence[Match], phrases: Sequence[Phrase], title_words: int, hidden: dict[int, frozenset[str]]
) -> list[Found]:
    """Drop, for each topic, terms that stand inside a longer one, and all that traps hide."""
    found: list[Found] = []
    reached: dict[str, int] = {}
    lead_end = title_words + 1 + LEAD_WORDS
    for match in sorted(matches, key=_by_start_then_longest):
        phrase = phrases[match.phrase]
        if phrase.kind == "trap":
            continue
        shadow: set[str] = set()
        if phrase.kind == "term":
            for word in range(match.start, match.end) if hidden else ():
                shadow |= hidden.get(word, frozenset())
            for sense in phrase.senses:
                if match.end <= reached.get(sense.topic, -1):
                    shadow.add(sense.topic)
                elif sense.topic not in shadow:
                    reached[sense.topic] = match.end
            if all(sense.topic in shadow for sense in phrase.senses):
                continue
        zone = Zone.TITLE if match.start < title_words else Zone.LEAD if match.start < lead_end else Zone.BODY
        found.append(Found(phrase, zone, match.start, match.end, frozenset(shadow)))
    return found


def _by_start_then_longest(match: Match) -> tuple[int, int]:
    return match.start, -match.end
