"""Bylines as written: lines beside the headline, and at the foot of the text, that say who wrote it.

By the words alone, for pages whose markup does not name the author; `bylines.py` looks at the markup, and
`lone_names.py` at names that stand by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.blocks import HEADING_TAGS, Block
from pipeline.extract.byline_words import BY, LABEL, LABEL_ALONE, WRITTEN_BY
from pipeline.extract.headline import Place
from pipeline.extract.names import MAX_INITIALS, OTHER_HAND, has_role, is_person, says_something_else, without_dates

LINES_ABOVE = 6  # blocks above the headline in which a byline stands
LINES_BEHIND = 14
LINES_INSIDE = 4  # blocks from the first of the text on
FOOT_LINES = 8  # blocks behind the text
LAST_LINES = 10  # of the text itself, which may end with the writer's name and a word about the writer
MAX_LINE_CHARS = 200  # "By A, B, C and D - Chrome Security Team"; longer is a biography
BOOK_LINES = 5  # around an author's, in which publisher or ISBN stand
MAX_LABEL_CHARS = 30
MAX_LISTED = 10  # names below a label

_UPPER_NAME = (
    r"[^\W\d_a-z][\w.'’\-]*"
    r"(?:(?:,| and| und| et| y| &| with| mit| og| och| en| e| и| та| ve)? (?:(?:van|von|de|der|den|del|la|le|di|da|al|bin|ibn|el) )*[^\W\d_a-z][\w.'’\-]*){0,8}"
)
_END = r"(?=[,;]?\s*(?:$|[|•·●∙/(,]|(?<=\s)[–—-]|\b(?:on|am|vom|in|im|at|um|for|under|unter|posted|published|updated|gespeichert|is|ist|from|from the)\b|\d))"
# "By Jane Doe", "Von Erika Muster | 3. Mai", "Autor: ...", with nothing behind the names but a date or a bar.
_STATED = re.compile(
    r"(?:(?:(?![^\W\d]:\s)[^\n]){0,40}?[|•·●∙,\d–-]\s*)?"  # "Dec 26, 2025 • "; no other label before it
    rf"(?:(?i:{WRITTEN_BY}|(?:by)+|{BY}|{LABEL}\s?[:：])\s*:?\s+|(?i:{LABEL}\s?[:：]|(?:{WRITTEN_BY})\s?:)|(?:By|Von|Par|Por)(?=[A-Z][a-z]))"
    rf"(?P<names>{_UPPER_NAME}){_END}"
)
# "Ein Interview von Ann Lee mit Bo Castellan": who was asked did not write it.
_ASKED = re.compile(r"interview\b.{1,60}?\s(?P<asked>(?:mit|with|avec|con|met|med)\s)", re.IGNORECASE)
# With a verb any name will do, also an account's: "Posted in Privacy by harbourmaster on August 3, 2019".
_WITH_VERB = re.compile(
    r"(?:^|[|•·●∙.]\s*|//\s*)(?i:(?:posted|written|published|submitted|created|added)(?: in [^|•·]{1,60}?)?(?: on [^|•·]{1,40}?)? by|"
    r"this (?:post|article|story) was written by|(?:geschrieben|verfasst|erstellt|gepostet|veröffentlicht|eingestellt|publiziert)"
    r"(?: (?:am|in) [^|•·]{1,60}?)? von|von|publié par|escrito por|scritto da|(?:autor(?:in)?|author|auteur|автор)\s?:|^by(?=\s\S+$))\s*:?\s+"
    r"(?P<names>@?[\w.'’-]+(?: [^\W\d_a-z][\w.'’-]*){0,4})"
    r"(?=\s*(?:$|[|•·●∙/(,–—@-]|\b(?:on|am|in|at|um|under|unter|from)\b|\d))"
)
# A label without a colon: "Autorin/Autor Jane Doe".
_LABELLED = re.compile(rf"(?:Autorin/Autor|Autor/in|Author|Written by|Verfasser)\s+(?P<names>{_UPPER_NAME}){_END}")
# A label that only a byline has, in front of names and, maybe, an office: "Autorin: Jane Doe, head of ...".
_AUTHOR_LABEL = re.compile(
    rf"(?i:autor(?:in|en|es)?|verfasser(?:in)?|authors?|auteure?s?|autore|автор|作者|著者)\s?[:：]\s*(?P<names>{_UPPER_NAME}){_END}"
)
# Labels beside which an author is that of a book.
_BOOK = re.compile(
    r"(?:verlag|seiten(?:zahl)?|isbn|originaltitel|preis|publisher|pages|genre|éditeur|editorial|editore|uitgever|hersteller)\b|"
    r".*\bisbn\b",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(LABEL_ALONE, re.IGNORECASE)
_NAMES_ALONE = re.compile(rf"(?P<names>{_UPPER_NAME})[,;]?\s*(?:$|[|•·●∙(,]|(?<=\s)[–—-])")
# "21.11.2026 23:05 Jane Doe": a line of day, hour and name, as old table pages have them.
_DATED = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:,?\s+\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s(?:Uhr|h))?)?\s*[|,·•–—-]?\s+"
    r"(?P<names>[^\W\d_a-z][\w'’\-]*\.?(?: (?:(?:van|von|de|der|den|del|la|le|di|da|al|bin|ibn|el) )*[^\W\d_a-z][\w'’\-]*\.?){1,3})$"
)
_RELATIVE_DATE = re.compile(
    r"\b(?:vor|hace|il y a|há|for)\s\d+\s\w+(?:\ssiden)?|\b\d+\s\w+\s(?:ago|geleden|fa|önce|sedan)\b", re.IGNORECASE
)
# What stands beside a date and is no name: the hour, how long it takes to read, that it was changed.
_BESIDE_DATE = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?|\s?uhr)?(?:\s(?:[A-Z]{2,4}|GMT[+-]\d+))?\b|"
    r"\b\d+\s?(?:min\w*|minuten)?\.?\s?(?:read|lesezeit|lesedauer|de lectura|de lecture|di lettura)\b|"
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)(?:s?day|nesday|rsday|urday)?\b\.?|"
    r"\b(?:(?:last )?updated|published|posted|modified|aktualisiert|veröffentlicht|erschienen|stand|publicado|actualizado|publié|mis à jour|"
    r"modifié|pubblicato|aggiornato|atualizado|gepubliceerd|bijgewerkt|son güncelleme|güncelleme|yayınlanma|giriş|uppdaterad|publicerad|"
    r"opdateret|oppdatert|publisert|обновлено|опубликовано)\b(?:\s?(?:on|am|at|le|el|il|em|op|den)\b)?:?|[,–—-]",
    re.IGNORECASE,
)
_BAR = re.compile(r"\s*[|•·●∙]\s*|\s//\s")
_IN_SECTION = re.compile(r"(?:^|\s+)[Ii]n\s+[^\W\d_a-z].*$")


def stated_near(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names of lines near the headline that say "By A. Name"."""
    yield from _stated_in(near_headline(blocks, place), blocks)


def stated_before_text(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names of such lines around the first of the text, where that is far from the headline."""
    end = place.centre + LINES_BEHIND
    if place.first is not None and place.first + LINES_INSIDE > end:
        behind = blocks[max(end, place.first - LINES_INSIDE) : place.first + LINES_INSIDE]
        yield from _stated_in([one for one in behind if is_own_line(one) and one.tag != "blockquote"], blocks)


def _stated_in(lines: Sequence[Block], blocks: Sequence[Block]) -> Iterator[str]:
    for block in lines:
        match = _match_stated(block.text) or _DATED.match(block.text)
        if match and not match["names"][0].islower() and not _is_book(blocks, block.position):  # in any script
            yield match["names"]


def names_below_labels(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names in lines near the headline that follow a line "By" or its like."""
    head = place.first if place.first is not None else place.centre
    for block in near_headline(blocks, place):
        names = _names_below(blocks, block.position)
        if names and (block.position <= head + 1 or _is_single(blocks, block.text)):
            yield names


def stated_at_foot(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names of lines at the foot of the text that say who wrote it, then of lines inside that can say
    nothing else."""
    if place.last is None or place.first is None:
        return
    start = max(0, place.last - LAST_LINES + 1)
    for block in blocks[start : place.last + FOOT_LINES]:
        if is_own_line(block):
            match = _match_stated(block.text)
            if match and not _is_book(blocks, block.position):
                yield match["names"]
            elif (names := _names_below(blocks, block.position)) and _is_single(blocks, block.text):
                yield names
    for block in blocks[place.first : start]:
        if is_own_line(block) and (match := _AUTHOR_LABEL.match(block.text)) and not _is_book(blocks, block.position):
            yield match["names"]


def _is_single(blocks: Sequence[Block], label: str) -> bool:
    """Return whether a page has a label once: "Posted by" stands above each comment."""
    return sum(block.text == label for block in blocks) == 1


def _is_book(blocks: Sequence[Block], position: int) -> bool:
    """Return whether a line stands among the data of a book."""
    around = blocks[max(0, position - BOOK_LINES) : position + BOOK_LINES + 1]
    return any(_BOOK.match(block.text[:MAX_LINE_CHARS]) for block in around)


def _match_stated(text: str) -> re.Match[str] | None:
    asked = _ASKED.match(text) or _ASKED.search(text[:MAX_LINE_CHARS])
    text = without_dates(text[: asked.start("asked")] if asked else text)
    return _STATED.match(text) or _LABELLED.match(text)


def _names_below(blocks: Sequence[Block], position: int) -> str | None:
    """Return the names in the lines behind one that is nothing but "By" or its like."""
    label = blocks[position].text
    if len(label) > MAX_LABEL_CHARS or not _LABEL_ALONE.fullmatch(label) or position + 1 >= len(blocks):
        return None
    below = [*blocks[position + 1 : position + 1 + MAX_LISTED]]
    first = below[0]
    if len(below) > 1 and first.text.isupper() and len(first.text) <= MAX_INITIALS:
        below.pop(0)  # what stands in for a portrait
        first = below[0]
    names: list[str] = []
    for block in below:
        match = _NAMES_ALONE.match(without_dates(block.text)) if is_own_line(block) else None
        is_like = block.tag == first.tag and block.element.get("class") == first.element.get("class")
        if not match or (block is not first and not (is_like and (block.list_item or first.element.get("class")))):
            break
        names.append(match["names"])
    return "; ".join(names) or None


def names_beside_dates(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names in lines behind the headline that are a name and a date, and nothing else."""
    for block in near_headline(blocks, place):
        if block.position > place.centre and (name := _name_beside_date(block)):
            yield name


def near_headline(blocks: Sequence[Block], place: Place) -> list[Block]:
    """Return the short lines around the headline, those behind it first: above it stand other articles' as well."""
    start = place.centre
    near = blocks[max(0, start - LINES_ABOVE) : start + LINES_BEHIND]
    short = [one for one in near if is_own_line(one) and one.tag != "blockquote"]
    return sorted(short, key=lambda one: (one.position < start, one.position))


def posted_bylines(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the names of lines around the article such as "Posted by harbourmaster on 3 May": accounts as well."""
    start = place.centre
    end = place.last if place.last is not None else start
    for block in blocks:
        is_near = -LINES_ABOVE <= block.position - start <= LINES_BEHIND or -1 <= block.position - end <= FOOT_LINES
        if not is_near or not is_own_line(block):
            continue
        match = _WITH_VERB.search(block.text)
        if match and not OTHER_HAND.match(block.text) and not _is_book(blocks, block.position):
            yield match["names"]


def is_own_line(block: Block) -> bool:
    """Return whether a block is a short line outside comments and their like."""
    return len(block.text) <= MAX_LINE_CHARS and not any(zone.is_strong for zone in block.zones)


def beside_dates(text: str) -> list[str] | None:
    """Return what a line says beside its dates, at its bars; None when it has no date."""
    barred = _RELATIVE_DATE.sub("|", without_dates(text))
    if barred == text:
        return None
    pieces = (" ".join(_BESIDE_DATE.sub(" ", piece).split()).strip(" :;.") for piece in _BAR.split(barred))
    return [piece for piece in pieces if piece]


def _name_beside_date(block: Block) -> str | None:
    """Return the name in a line that is a name and a date, maybe with an office or "in" a section, and nothing else."""
    if len(block.text) > MAX_LINE_CHARS // 2 or block.tag in HEADING_TAGS or block.in_table:
        return None
    pieces = beside_dates(block.text)
    named = [name for piece in pieces or () if (name := _IN_SECTION.sub("", piece)) and not has_role(name)]
    if len(named) != 1:
        return None
    name = named[0]
    return name if 2 <= len(name.split()) <= 4 and is_person(name) and not says_something_else(name) else None
