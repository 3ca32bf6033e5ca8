"""Read one article as a sub-editor does: headline, lead, body, and the lexicon's terms in each. No decision yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import LEVEL_POINTS, Phrase
from pipeline.classify.words import BARRIER, UNKNOWN, Ints, Match, WordTable, fold, word_starts

READ_CHARACTERS = 8_000  # some 1,300 words: what a feature is about has been said by then
HEADLESS_WORDS = 20  # of an article without title: its first sentence says what a headline would
STRONG_POINTS = LEVEL_POINTS["strong"]
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
    hidden_from: int  # bits of the topics for which a trap or a longer term hides it


def _no_rows() -> Ints:
    return np.empty(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read of one article."""

    language: str
    found: tuple[Found, ...]
    title_length: int  # words or characters of the title in the reading
    length: int  # words or characters in all
    rows: Ints = field(
        default_factory=_no_rows
    )  # English: word rows of title, barrier, text, barrier; words in traps are unknown
    folded_title: bytes = b""
    folded_text: bytes = b""

    def locator(self) -> Locator:
        """Return what turns positions of this reading into characters of title and text."""
        if not len(self.rows):
            return Locator(self.title_length, 0, None, None, b"", b"")
        title, text = word_starts(self.folded_title), word_starts(self.folded_text)
        return Locator(self.title_length, 1, title, text, self.folded_title, self.folded_text)


@dataclass(frozen=True, slots=True)
class Locator:
    """Positions of a reading -> characters. Starts of words are worked out once for all spans of an article."""

    title_length: int
    barriers: int  # positions between title and text
    title_starts: npt.NDArray[np.intp] | None
    text_starts: npt.NDArray[np.intp] | None
    folded_title: bytes
    folded_text: bytes

    def locate(self, start: int, end: int) -> tuple[bool, int, int]:
        """Return (in the title?, first character, end character) of positions start..end (exclusive)."""
        in_title = start < self.title_length
        shift = 0 if in_title else self.title_length + self.barriers
        starts, folded = (self.title_starts, self.folded_title) if in_title else (self.text_starts, self.folded_text)
        if starts is None:
            return in_title, start - shift, end - shift
        stop = folded.find(b" ", int(starts[end - 1 - shift]))
        return in_title, int(starts[start - shift]), len(folded) if stop < 0 else stop


def read_english(table: WordTable, title: str, text: str, topic_count: int) -> Reading:
    """Return the reading of an English article; only the first READ_CHARACTERS of the text count."""
    folded_title = fold(title)
    folded_text = fold(text[:READ_CHARACTERS])
    rows = table.rows(folded_title)
    title_words = len(rows)
    rows.append(BARRIER)
    rows += table.rows(folded_text)
    rows.append(BARRIER)
    array = np.array(rows, np.int32)
    starts = np.flatnonzero(table.begins_phrase[array]).tolist()
    matches = table.find_phrases(rows, starts)
    lonely = frozenset[int]()
    if not table.needing.isdisjoint([match.phrase for match in matches]):
        present = int(np.bitwise_or.reduce(table.companies_of_row[array]))
        terms = [table.phrases[match.phrase] for match in matches]
        lonely = find_lonely(terms, present, table.company_phrases, (title, text))
    hidden = _hide_traps(array, matches, table.phrases, topic_count)
    if lonely:
        _hide_lonely(array, matches, table.phrases, lonely, hidden)
    found = tuple(_keep_longest(matches, table.phrases, title_words, topic_count, hidden))
    return Reading("en", found, title_words, len(rows), array, folded_title, folded_text)


def find_lonely(
    terms: Sequence[Phrase], present: int, companies: Sequence[re.Pattern[str]], texts: tuple[str, str]
) -> frozenset[int]:
    """Return the companies that an article lacks though one of its terms needs them.

    A hacked account is a crime, a hacked hedge none. Company is any of its words, or a strong term of the same topic.
    present: bits of the companies already seen; companies: patterns to look for in the texts, from company 1.
    """
    lonely = set()
    for number in {phrase.needs for phrase in terms} - {0}:
        if present >> number & 1:
            continue
        topics = {topic for phrase in terms if phrase.needs == number for topic, _ in phrase.points}
        kin = (point for phrase in terms if not phrase.needs for point in phrase.points)
        has_kin = any(topic in topics and points >= STRONG_POINTS for topic, points in kin)
        if not has_kin and not any(companies[number - 1].search(text[:READ_CHARACTERS]) for text in texts):
            lonely.add(number)
    return frozenset(lonely)


def _hide_lonely(
    rows: Ints, matches: Sequence[Match], phrases: Sequence[Phrase], lonely: frozenset[int], hidden: dict[int, int]
) -> None:
    """Blank terms whose company is missing, in place: neither lexicon nor model shall see them."""
    for start, minus_end, number in matches:
        if phrases[number].needs in lonely:
            rows[start:-minus_end] = UNKNOWN
            for word in range(start, -minus_end):
                hidden[word] = -1  # all bits: from every topic


def _hide_traps(rows: Ints, matches: Sequence[Match], phrases: Sequence[Phrase], topic_count: int) -> dict[int, int]:
    """Blank words of denials and of traps for all topics, in place; return word -> bits of topics it is hidden from."""
    hidden: dict[int, int] = {}
    everything = (1 << topic_count) - 1
    for start, minus_end, number in matches:
        phrase = phrases[number]
        topics = phrase.hides
        if topics:
            for word in range(start, -minus_end):
                hidden[word] = hidden.get(word, 0) | topics
                if topics == everything or phrase.kind == "denial":  # "not a cyberattack" must not read as one
                    rows[word] = UNKNOWN
    return hidden


def _keep_longest(
    matches: Sequence[Match], phrases: Sequence[Phrase], title_words: int, topic_count: int, hidden: dict[int, int]
) -> list[Found]:
    """Drop, for each topic, terms that stand inside a longer one, and all that traps hide."""
    found: list[Found] = []
    reached = [-1] * topic_count
    title_end = title_words or 1 + HEADLESS_WORDS
    lead_end = title_words + 1 + LEAD_WORDS
    for start, minus_end, number in matches:
        phrase, end = phrases[number], -minus_end
        if phrase.kind == "trap":
            continue
        shadow, is_open = 0, phrase.kind != "term"
        if phrase.points:
            if hidden:
                for word in range(start, end):
                    shadow |= hidden.get(word, 0)
            for topic, _ in phrase.points:
                if end <= reached[topic]:
                    shadow |= 1 << topic
                elif not shadow >> topic & 1:
                    reached[topic] = end
                    is_open = True
        if is_open:
            zone = Zone.TITLE if start < title_end else Zone.LEAD if start < lead_end else Zone.BODY
            found.append(Found(phrase, zone, start, end, shadow))
    return found
