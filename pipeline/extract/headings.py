"""A heading's words as its page shows them: the headline, apart from the kicker before it and the subtitle behind it.

Read from one heading's markup; which heading is the article's title is `titles.py`'s decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipeline.extract.blocks import BLOCK_TAGS
from pipeline.extract.tree import squeeze

MIN_MAIN_WORDS = 2  # a headline without its kicker has at least as many
MAX_CHARS = 2_000  # of a heading that are read; a longer one is a page in the wrong element
MAX_DEPTH = 12  # of elements in a heading; what stands deeper is read as one piece

_UNSHOWN = frozenset(["script", "style", "noscript", "template", "svg", "button", "select", "rt", "rp"])
# How content management systems call the line above a headline and the one below it, in their languages.
_SIDE = re.compile(
    r"""kicker|eyebrow|over-?line|over-?title|top-?line|top-?title|roof-?line|dachzeile|spitzmarke|super-?title|
    supra-?title|pre-?title|pre-?headline|anteti?tulo|volanta|cintillo|occhiello|surtitre|chapeau|
    sub-?title|sub-?line|sub-?head|unterzeile|
    (?:^|[\s_-])(?:topic|label|category|rubri[ckq]\w*|badge|small)(?=$|[\s_-])""",
    re.IGNORECASE | re.VERBOSE,
)
# Shown to screen readers only: a colon between kicker and headline, "Article:", "Live".
_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-?reader(?:-text)?|off-?screen|is-hidden|hidden|invisible|aural|implied|"
    r"colon)(?=$|[\s_-])",
    re.IGNORECASE,
)
_MARKS = frozenset([":", "-", "–", "—", "|", "/", "•", "·", "："])
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W_]")
_SPACED_END = re.compile(r"[^\s\u3000-\uffef]$")  # of a script that sets spaces between words
_SPACED_START = re.compile(r"[^\W\u3000-\uffef]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on one line, and `main`: the same without kicker and subtitle, where the markup parts them."""

    element: HtmlElement
    text: str
    main: str

    @property
    def has_markup(self) -> bool:
        """Return whether elements stand in it, whose borders may have swallowed a colon or a dash."""
        return len(self.element) > 0


@dataclass(slots=True)
class _Piece:
    text: str
    is_side: bool
    is_mark: bool  # punctuation that only screen readers are told


def read_heading(element: HtmlElement) -> Heading:
    """Return a heading's text and its headline proper."""
    if len(element) == 0:
        text = squeeze((element.text or "")[:MAX_CHARS])
        return Heading(element, text, text)
    pieces: list[_Piece] = []
    chars = 0
    for whole, is_side, is_unseen in _read_pieces(element, is_side=False, is_unseen=False):
        text = whole[:MAX_CHARS]
        is_mark = is_unseen and not _LETTER.search(text) and not text.isspace()
        is_beside = is_side or (is_unseen and not is_mark)
        last = pieces[-1] if pieces else None
        if last is not None and (text.isspace() or (last.is_side, last.is_mark) == (is_beside, is_mark)):
            last.text += text
        elif not text.isspace():
            pieces.append(_Piece(text, is_beside, is_mark))
        chars += len(text)
        if chars > MAX_CHARS:
            break
    text = _join(pieces)
    main = _join(_main_pieces(pieces))
    return Heading(element, text, main if len(_WORD.findall(main)) >= MIN_MAIN_WORDS else text)


def _main_pieces(pieces: list[_Piece]) -> list[_Piece]:
    first, last = 0, len(pieces)
    while first < last and (pieces[first].is_side or pieces[first].is_mark):
        first += 1
    while last > first and (pieces[last - 1].is_side or pieces[last - 1].is_mark):
        last -= 1
    kept = pieces[first:last]
    mark = next((number for number, piece in enumerate(kept) if piece.is_mark), None)
    # A subtitle behind the mark: what stands before is no kicker, and the whole is one headline.
    return kept if mark is None or kept[mark + 1].is_side else kept[mark + 1 :]


def _join(pieces: list[_Piece]) -> str:
    """Return pieces on one line: a kicker and its headline are words apart, whatever stands between their tags."""
    text = ""
    for piece in pieces:
        text += f" {piece.text}" if _SPACED_END.search(text) and _SPACED_START.match(piece.text) else piece.text
    return squeeze(text)


def _read_pieces(
    element: HtmlElement, *, is_side: bool, is_unseen: bool, depth: int = 0
) -> Iterator[tuple[str, bool, bool]]:
    """Yield the texts below an element, each with whether it is a kicker or subtitle, and whether nobody sees it."""
    if depth > MAX_DEPTH:
        yield str(element.text_content())[:MAX_CHARS], is_side, is_unseen
        return
    if element.text:
        yield element.text, is_side, is_unseen
    for child in element:
        if child.tag not in _UNSHOWN and not _is_permalink(child):
            apart = child.tag == "br" or child.tag in BLOCK_TAGS
            if apart:
                yield " ", is_side, is_unseen
            names = f"{child.get('class') or ''} {child.get('id') or ''}"
            side = is_side or child.tag in ("small", "time") or (names != " " and bool(_SIDE.search(names)))
            unseen = is_unseen or (names != " " and bool(_UNSEEN.search(names))) or _is_mark(child)
            yield from _read_pieces(child, is_side=side, is_unseen=unseen, depth=depth + 1)
            if apart:
                yield " ", is_side, is_unseen
        if child.tail:
            yield child.tail, is_side, is_unseen


def _is_mark(element: HtmlElement) -> bool:
    """A colon, dash or bar alone in its element, as templates set it between kicker and headline."""
    return len(element) == 0 and (element.text or "").strip() in _MARKS


def _is_permalink(element: HtmlElement) -> bool:
    """A link made of a sign, as manuals set behind their headings."""
    return element.tag == "a" and not _LETTER.search(str(element.text_content())) and element.find(".//img") is None
