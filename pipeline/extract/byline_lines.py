"""Bylines as written: lines beside the headline, and at the foot of the text, that say who wrote it.

By the words alone, for pages whose markup does not name the author; `bylines.py` looks at the markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.blocks import HEADING_TAGS, Block
from pipeline.extract.date_text import find_dates
from pipeline.extract.headline import Place
from pipeline.extract.names import OTHER_HAND, is_person, says_something_else, without_dates

LINES_ABOVE = 6  # blocks above the headline in which a byline stands
LINES_BEHIND = 14
FOOT_LINES = 8  # blocks behind the text
LAST_LINES = 10  # of the text itself, which may end with the writer's name and a word about the writer
MAX_LINE_CHARS = 200  # "By A, B, C and D - Chrome Security Team"; longer is a biography

_UPPER_NAME = (
    r"[^\W\d_a-z][\w.'’\-]*"
    r"(?:(?:,| and| und| et| y| &| with| mit)? (?:(?:van|von|de|der|den|del|la|le|di|da|al|bin|ibn|el) )*[^\W\d_a-z][\w.'’\-]*){0,8}"
)
_END = r"(?=[,;]?\s*(?:$|[|•·●∙/(,]|(?<=\s)[–—-]|\b(?:on|am|vom|in|im|at|um|for|under|unter|posted|published|updated|gespeichert|is|ist|from|from the)\b|\d))"
# "By Jane Doe", "Von Erika Muster | 3. Mai", "Autor: ...", with nothing behind the names but a date or a bar.
_STATED = re.compile(
    r"(?:(?:(?![^\W\d]:\s)[^\n]){0,40}?[|•·●∙,\d–-]\s*)?"  # "Dec 26, 2025 • "; no other label before it
    r"(?i:(?:written|posted|reported|published|story|words|text|article|authored|blog beitrag|beitrag|"
    r"geschrieben|verfasst|erstellt)\s+(?:by|von)|(?:by)+|von|par|por|"
    r"(?:autor(?:in|e|a|es)?(?:/autor(?:in)?)?|author(?:s|\(s\))?|auteurs?|text(?: (?:&|und|and) (?:fotos?|bilder?|photos?))?|"
    r"interview|redaktion|contributors?|автор|文|作者|記者|著者)\s?[:：])\s*:?\s+"
    rf"(?P<names>{_UPPER_NAME}){_END}"
)
# With a verb any name will do, also an account's: "Posted in Privacy by harbourmaster on August 3, 2019".
_WITH_VERB = re.compile(
    r"(?:^|[|•·●∙.]\s*)(?i:(?:posted|written|published|submitted|created|added)(?: in [^|•·]{1,60}?)?(?: on [^|•·]{1,40}?)? by|"
    r"this (?:post|article|story) was written by|(?:geschrieben|verfasst|erstellt|gepostet|veröffentlicht|eingestellt|publiziert)"
    r"(?: (?:am|in) [^|•·]{1,60}?)? von|von|publié par|escrito por|scritto da)\s*:?\s+"
    r"(?P<names>@?[\w.'’-]+(?: [^\W\d_a-z][\w.'’-]*){0,4})"
    r"(?=\s*(?:$|[|•·●∙/(,–—@-]|\b(?:on|am|in|at|um|under|unter|from)\b|\d))"
)
# A label without a colon: "Autorin/Autor Jane Doe".
_LABELLED = re.compile(rf"(?:Autorin/Autor|Autor/in|Author|Written by|Verfasser)\s+(?P<names>{_UPPER_NAME}){_END}")
# "21.11.2026 23:05 Jane Doe": a line of day, hour and name, as old table pages have them.
_DATED = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:,?\s+\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s(?:Uhr|h))?)?\s*[|,·•–—-]?\s+"
    r"(?P<names>[^\W\d_a-z][\w'’\-]*\.?(?: (?:(?:van|von|de|der|den|del|la|le|di|da|al|bin|ibn|el) )*[^\W\d_a-z][\w'’\-]*\.?){1,3})$"
)
_BESIDE_DATE = re.compile(
    r"\b\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?|\s?uhr)?|\b\d+\s?(?:min\w*|minuten)?\.?\s?(?:read|lesezeit|lesedauer)\b|[|•·●∙,–—-]",
    re.IGNORECASE,
)


def stated_near(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names of lines near the headline that say "By A. Name"."""
    for block in _near(blocks, place):
        match = _match_stated(block.text) or _DATED.match(block.text)
        if match and not match["names"][0].islower():  # in any script
            yield match["names"]


def stated_at_foot(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names of lines at the foot of the text that say who wrote it."""
    if place.last is None:
        return
    for block in blocks[max(0, place.last - LAST_LINES + 1) : place.last + FOOT_LINES]:
        if _is_own_line(block):
            match = _match_stated(block.text)
            if match:
                yield match["names"]


def _match_stated(text: str) -> re.Match[str] | None:
    text = without_dates(text)
    return _STATED.match(text) or _LABELLED.match(text)


def names_beside_dates(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names in lines behind the headline that are a name and a date, and nothing else."""
    for block in _near(blocks, place):
        if block.position > place.centre and (name := _name_beside_date(block)):
            yield name


def _near(blocks: Sequence[Block], place: Place) -> list[Block]:
    """Return the short lines around the headline, those behind it first: above it stand other articles' as well."""
    start = place.centre
    near = blocks[max(0, start - LINES_ABOVE) : start + LINES_BEHIND]
    short = [one for one in near if _is_own_line(one) and one.tag != "blockquote"]
    return sorted(short, key=lambda one: (one.position < start, one.position))


def posted_bylines(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names of lines around the article such as "Posted by harbourmaster on 3 May": accounts as well."""
    start = place.centre
    end = place.last if place.last is not None else start
    for block in blocks:
        is_near = -LINES_ABOVE <= block.position - start <= LINES_BEHIND or -1 <= block.position - end <= FOOT_LINES
        if not is_near or not _is_own_line(block):
            continue
        match = _WITH_VERB.search(block.text)
        if match and not OTHER_HAND.match(block.text):
            yield match["names"]


def _is_own_line(block: Block) -> bool:
    """Return whether a block is a short line outside comments and their like."""
    return len(block.text) <= MAX_LINE_CHARS and not any(zone.is_strong for zone in block.zones)


def _name_beside_date(block: Block) -> str | None:
    """Return the name in a line that is a name and a date, and nothing else."""
    if len(block.text) > MAX_LINE_CHARS // 2 or block.tag in HEADING_TAGS or block.in_table:
        return None
    written = next(find_dates(block.text), None)
    if written is None:
        return None
    rest = " ".join(_BESIDE_DATE.sub(" ", f"{block.text[: written.start]} | {block.text[written.end :]}").split())
    is_name = 2 <= len(rest.split()) <= 4 and is_person(rest) and not says_something_else(rest)
    return rest if is_name else None
