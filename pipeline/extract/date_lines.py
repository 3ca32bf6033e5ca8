"""Dates that a page shows its readers: `time` elements and written lines around the headline and the text.

Each comes with how far it is to be trusted; `dates.py` sets them between what head and address say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from lxml.html import HtmlElement

from pipeline.extract.blocks import Block
from pipeline.extract.date_text import WrittenDate, find_dates
from pipeline.extract.headline import Place, block_of, block_positions
from pipeline.records import ClaimedTime

FOOT_LINES = 12  # blocks behind the text: "Published 3 May 2025", "Datum 28.04.2023"
FOOT_INSIDE = 1  # and the text's last block but one, when a name or a note stands behind the line
TEXT_HEAD_LINES = 5  # first paragraphs, which may open with the day
DATE_LINE_CHARS = 160  # "By A. Name, Special Correspondent | Published: July 30, 2025, 10:15 | Updated ..."
MAX_LABEL_CHARS = 30  # of a line above a date that says what it is
MAX_BARE_WORDS = 6  # beside a date that nothing labels: a name, a section; more is a sentence or a caption
MAX_LABELLED_WORDS = 10  # of a whole line with a label; more are the data of a book, a film, an event
MAX_TIMES = 200  # `time` elements that are looked at; live blogs have thousands
ELSEWHERE_LEVELS = 6

_PUBLISHED = re.compile(
    r"(?:publish\w*|posted|post date|released?|written|created|filed|issued|date(?: of publication)?|originally|original|"
    r"veröffentlicht|erstellt|erschienen|publiziert|datum|publi[ée]e?|paru|mis en ligne|fecha|publicad[oa]|publicación|"
    r"publicado em|pubblicat[oa]|gepubliceerd|geplaatst|publicerad|publisert|udgivet|julkaistu|opublikowano|data|"
    r"опубликовано|опубліковано|дата|yayın\w*|نُ?شر|تاریخ|منتشر|公開日?|掲載日?|投稿日?|発行日?|发布\w*|發布\w*|发表\w*|日期|"
    r"등록|입력|작성)"
    r"[^\w\n]{0,4}(?:on|am|um|le|el|em|il|the|den|op|dnia|时间|時間)?[^\w\n]{0,3}$",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    r"(?:updat\w*|modif\w*|edited|revised|reviewed|last (?:changed?|edit|review)|changed?|stand|aktuali\w+|geändert|"
    r"änderung|bearbeitet|überarbeitet|mise? à jour|actuali[sz]a\w+|atuali\w+|aggiorna\w+|bijgewerkt|gewijzigd|"
    r"uppdatera\w*|oppdatert|opdateret|päivitetty|aktualiz\w+|обновлен\w*|оновлен\w*|güncelle\w*|تحديث|更新日?\w*|수정)"
    r"[^\w\n]{0,4}(?:on|am|at|le|el|em|il|the|den|op)?[^\w\n]{0,3}$",
    re.IGNORECASE,
)
# The same said behind the date, as German, Turkish and the languages of East Asia say it: "am 3. Mai 2025 gepostet".
_BEHIND = r"^[\s,]{0,2}(?:(?:um|at)\s)?[\d:.時分시분]{0,8}\s?(?:Uhr)?[\s)\]]{0,2}(?:tarihinde\s)?"
_PUBLISHED_BEHIND = re.compile(
    _BEHIND
    + r"(?:gepostet|veröffentlicht|publiziert|geschrieben|erstellt|yay[ıi]nland[ıi]|公開|掲載|配信|投稿|发布|發布|发表|"
    r"發表|입력|등록|게시|작성)",
    re.IGNORECASE,
)
_MODIFIED_BEHIND = re.compile(
    _BEHIND + r"(?:aktualisiert|geändert|bearbeitet|güncellend[ıi]|最終更新|更新|수정|업데이트)", re.IGNORECASE
)
# A blog's own record of its post, which goes on with sections and tags: "This entry was posted on 3 May 2025 in ...".
_RECORD = re.compile(
    r"\b(?:this|the) (?:entry|post|article|story) (?:was|is|has been)|\b(?:dieser|der) (?:beitrag|eintrag|artikel) (?:wurde|ist)|"
    r"\bc(?:e|ette|et) (?:billet|entrée|article) (?:a été|est)|\best[ea] (?:entrada|artículo|noticia) (?:fue|ha sido)|"
    r"\bquest[oa] (?:articolo|voce) (?:è sta|e' sta)|\b(?:dit|deze) (?:bericht|artikel) (?:werd|is)|"
    r"\besta entrada foi|\beste (?:artigo|post) foi",
    re.IGNORECASE,
)
# A day that something else happens on.
_OTHER_DAY = re.compile(
    r"(?:until|till|through|from|since|before|valid|expires?|ends?|deadline|born|died|founded|photo\w*|image|"
    r"bis(?: zum)?|ab|seit|gültig|verfügbar|jusqu'au|hasta|fino al|©|copyright|\(c\))[^\w\n]{0,4}"
    r"(?:the|dem|den|le|el|on|am)?[^\w\n]{0,3}$",
    re.IGNORECASE,
)
_PUBLISHED_CLASS = re.compile(
    r"publish|posted|pubdate|entry-date|created|post-date|dateline|timestamp|article.?date", re.IGNORECASE
)
_OWN_CLASS = re.compile(r"publish-?(?:ed)?-?(?:date|time|on)", re.IGNORECASE)  # "HeaderComment_publishDate"
MODIFIED_CLASS = re.compile(r"updat|modif|edited|changed|aktuali", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"comment|related|recommend|teaser|(?<!v)card|sidebar|(?:^|[\s_-])(?:menu|nav|latest|popular|trending|widget|next|prev|"
    r"tweet|event|events)(?:$|[\s_-])|more-|instagram|twitter-tweet|fb-post",
    re.IGNORECASE,
)
_BAR = re.compile(r"[|·•⋅∙●▪■◆(/►»›]|\s[-–—]\s")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")

Reader = Callable[[str], Iterable[WrittenDate]]  # finds the dates in a line of this page


class Trust(IntEnum):
    """How far a shown date is to be trusted as the day of publication; less is more."""

    LABELLED = 0  # says "published", beside the headline
    NEAR = 1  # beside the headline or the head of the text
    OPENING = 2  # the text opens with it
    FAR = 3  # at the foot of the text, or a `time` element somewhere
    MODIFIED = 4  # says "updated"


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A date that the page shows, and the hour of the writer's clock where one stands behind it.

    other: the day that its figures are too, where day and month come first in different countries.
    """

    trust: Trust
    distance: int  # blocks from the headline
    claim: ClaimedTime
    clock: tuple[int, int] | None = None
    other: ClaimedTime | None = None


def find_shown_dates(
    times: Sequence[tuple[HtmlElement, ClaimedTime]],
    blocks: Sequence[Block],
    place: Place,
    language: str | None,
    *,
    is_month_first: bool | None = None,
) -> list[ShownDate]:
    """Return the dates that a page shows for its article, the most trusted first.

    times: the page's `time` elements with what they state, in page order. is_month_first: of 3/4/2025; None leaves
    it to the language.
    """
    read = partial(find_dates, language=language, is_month_first=is_month_first)
    found = [*_from_elements(times, blocks, place), *_from_lines(blocks, place, read)]
    return sorted(found, key=lambda one: (one.trust, one.distance))


def _from_elements(
    times: Sequence[tuple[HtmlElement, ClaimedTime]], blocks: Sequence[Block], place: Place
) -> Iterator[ShownDate]:
    positions = block_positions(blocks) if times else {}
    for element, claim in times[:MAX_TIMES]:
        words = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        position = block_of(element, positions)
        is_near = position is not None and place.is_near(position)
        if is_elsewhere(element, is_near=is_near):
            continue
        label = _label_before(element)
        is_marked = element.get("pubdate") is not None or bool(_PUBLISHED_CLASS.search(words))
        shown = " ".join("".join(element.itertext()).split())
        if _OTHER_DAY.search(label):
            continue
        is_update = MODIFIED_CLASS.search(words) or MODIFIED_CLASS.search(shown) or _MODIFIED.search(label)
        is_marked = is_marked or (not is_update and bool(_PUBLISHED.search(label)))
        if not is_marked and is_update:
            trust = Trust.MODIFIED
        elif is_near:
            trust = Trust.LABELLED if is_marked else Trust.NEAR
        else:
            trust = Trust.FAR
        yield ShownDate(trust, _distance(position, place, len(blocks)), claim)


def _label_before(element: HtmlElement) -> str:
    """Return the words in front of a `time` element, which may say what it is of ("Updated:")."""
    before = element.getprevious()
    if before is None:
        parent = element.getparent()
        text = parent.text if parent is not None else ""
    else:
        text = before.tail if before.tail and not before.tail.isspace() else "".join(before.itertext())
    return (text or "").rstrip()[-MAX_LABEL_CHARS:]


def _from_lines(blocks: Sequence[Block], place: Place, read: Reader) -> Iterator[ShownDate]:
    last = place.last if place.last is not None else len(blocks)
    for block in blocks:
        position = block.position
        is_near = place.is_near(position)
        is_opening = place.first is not None and 0 <= position - place.first < TEXT_HEAD_LINES
        is_foot = last - FOOT_INSIDE <= position <= last + FOOT_LINES
        if not (is_near or is_opening or is_foot) or not _DIGIT.search(block.text, 0, DATE_LINE_CHARS):
            continue
        if block.in_figure or block.tag in ("figcaption", "blockquote") or _is_foreign(block):
            continue
        text = block.text
        if len(text) > DATE_LINE_CHARS:
            if is_opening:
                yield from _opening(block, place, read)
            if not is_foot or not _RECORD.search(text[:DATE_LINE_CHARS]):
                continue
        if is_near or is_foot:
            label = blocks[position - 1].text if position else ""
            for trust, one in _judge_line(text[:DATE_LINE_CHARS], label, read, is_near=is_near):
                yield ShownDate(trust, _distance(position, place, 0), one.claim, one.clock, one.other)


def _judge_line(text: str, label: str, read: Reader, *, is_near: bool) -> Iterator[tuple[Trust, WrittenDate]]:
    """Yield the dates of a line. label: the line above, which may say what the date is ("Updated:")."""
    written = list(read(text))
    words = len(_WORD.findall(_without(text, written)))
    labels = [_label_of(text, one, label) for one in written]
    update = next((one.start for one, kind in zip(written, labels, strict=True) if kind is Trust.MODIFIED), 0)
    is_record = update or _RECORD.search(text)
    for one, kind in zip(written, labels, strict=True):
        if kind is Trust.MODIFIED:
            yield kind, one
        elif (kind is Trust.LABELLED and (words <= MAX_LABELLED_WORDS or is_record)) or (
            kind is Trust.NEAR and one.end < update and words <= MAX_LABELLED_WORDS  # "3 May 2025. Updated: 9 May 2025"
        ):
            yield Trust.LABELLED if is_near else Trust.FAR, one
        elif kind is not None and is_near and len(_WORD.findall(_part_around(text, one))) <= MAX_BARE_WORDS:
            yield Trust.NEAR, one


def _label_of(text: str, one: WrittenDate, label: str) -> Trust | None:
    """Return what a line says of a date of its own: LABELLED "published", MODIFIED, NEAR nothing; None another day."""
    before = text[: one.start].rstrip()[-40:]
    if not before and len(label) <= MAX_LABEL_CHARS:
        before = label
    behind = text[one.end : one.end + 40]
    if _OTHER_DAY.search(before):
        return None
    if _MODIFIED.search(before):
        return Trust.MODIFIED
    if _PUBLISHED.search(before) or _PUBLISHED_BEHIND.search(behind):
        return Trust.LABELLED
    is_update = MODIFIED_CLASS.search(text[: one.start]) or _MODIFIED_BEHIND.search(behind)
    return Trust.MODIFIED if is_update else Trust.NEAR


def _opening(block: Block, place: Place, read: Reader) -> Iterator[ShownDate]:
    """Yield the date that a paragraph opens with: "29.11.2022 - The ferry ...", "(21 November 2022) The ferry"."""
    for one in read(block.text[:DATE_LINE_CHARS]):
        if len(_WORD.findall(block.text[: one.start])) <= 1 and not block.text[one.end :].lstrip()[:1].isalpha():
            yield ShownDate(Trust.OPENING, _distance(block.position, place, 0), one.claim)


def _part_around(text: str, one: WrittenDate) -> str:
    """Return what stands beside a date between bars, dots or brackets."""
    return _BAR.split(text[: one.start])[-1] + " " + _BAR.split(text[one.end :])[0]


def _without(text: str, written: Sequence[WrittenDate]) -> str:
    for one in written:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _distance(position: int | None, place: Place, otherwise: int) -> int:
    """Return how many blocks lie between; above the headline counts double, as less is said there of the article."""
    if position is None:
        return otherwise
    steps = position - place.centre
    return steps if steps >= 0 else -2 * steps


def _is_foreign(block: Block) -> bool:
    return any(_ELSEWHERE.search(zone.kind) and not _OWN_CLASS.search(zone.kind) for zone in block.zones)


def is_elsewhere(element: HtmlElement, *, is_near: bool = False) -> bool:
    """Return whether an element stands in comments, teasers, embedded posts or the like, and not in the article.

    is_near: it stands beside the headline, where lists and footers hold the article's own data.
    """
    for level, one in enumerate(element.iterancestors()):
        if level >= ELSEWHERE_LEVELS:
            return False
        if (
            one.tag in ("nav", "blockquote")
            or (one.tag in ("aside", "footer", "li") and not is_near)
            or _ELSEWHERE.search(f"{one.get('class', '')} {one.get('id', '')}"[:200])
        ):
            return True
    return False
