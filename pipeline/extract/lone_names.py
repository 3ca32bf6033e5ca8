"""Names that stand by themselves: in a line of their own below the headline, under the text, above a word about the writer.

Asked only when no line and no markup says who wrote it; so each needs a second sign, and nobody of whom the text speaks counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from pipeline.extract.blocks import Block
from pipeline.extract.byline_lines import beside_dates, is_own_line
from pipeline.extract.given_names import is_given_name
from pipeline.extract.headline import Place
from pipeline.extract.names import clean_names, has_role, is_person, says_something_else, without_title

LINES_BEHIND = 8  # blocks below the headline
LINES_INSIDE = 2  # blocks of the text, whose first line a subtitle is taken for
DATE_LINES = 2  # blocks between a name and the date beside it
FOOT_LINES = 10  # blocks behind the text
LAST_LINES = 2  # of the text itself
MAX_NAME_CHARS = 40
MAX_LIST_CHARS = 120
MAX_DATE_CHARS = 80
MAX_WORDS = 4
MIN_PROSE_CHARS = 80
MAX_LINKS = 400  # of a page that are looked through for a section of that name

_SIGNED = re.compile(r"^[–—―~-]\s?(?=[^\W\d_a-z])")
_IS = (
    r"(?:is|was|has|works|writes|lives|ist|war|schreibt|arbeitet|lebt|est|écrit|es|escribe|è|scrive|é|är|er|on|jest|je)"
)
_STYLED = frozenset(["em", "i", "strong", "b", "cite", "address"])
_SIGNATURE = re.compile(
    r"(?:^|[\s_-])(?:signature|signed|right|author|autor)(?:$|[\s_-])|text-align:\s*(?:right|end)", re.IGNORECASE
)
_ABOUT = re.compile(
    rf"(?P<name>[^\W\d_a-z]\S+(?: \S+){{1,3}}?),? (?:\([^)]*\) )?{_IS} (?i:an? |the |eine? |une? |der |die )"
)
_WRITES = re.compile(
    r"\b(?:writer|journalist\w*|author\w*|reporter\w*|editor|columnist|correspondent|professor\w*|freelance\w*|autor\w*|redakteur\w*|"
    r"korrespondent\w*|periodista|giornalista|jornalista|journaliste|редактор|журналист\w*)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"(?P<owner>[^|:–—]+?)['’]s (?:\w+ )?(?:[Bb]log|[Ww]ebsite|[Ss]ite|[Hh]omepage|[Hh]ome|[Pp]age|[Jj]ournal|[Nn]otes)|(?P<name>[^|:–—]+)"
)
_TAG_LINK = re.compile(
    r"/(?:tags?|topics?|thema|themen|categor\w+|kategorie|sections?|rubrik|search|suche|temas?|dossiers?)/|[?&](?:s|q|tag)="
)
_MENU = re.compile(r"nav|menu|breadcrumb|rubri|(?:^|[\s_-])tags?(?:$|[\s_-])", re.IGNORECASE)


def names_below_headline(blocks: Sequence[Block], place: Place, title: str | None) -> Iterator[str]:
    """Yield the names in lines of their own below the headline that stand beside a date, or come again in or above a
    word about the writer."""
    end = place.centre + LINES_BEHIND
    if place.first is not None:
        end = min(end, max(place.first, place.centre) + LINES_INSIDE)
    for block in blocks[place.centre + 1 : end + 1]:
        if not _is_lone(block, blocks, place, title) or block.in_figure:
            continue
        if _has_date_beside(blocks, block.position) or _comes_again(blocks, block, place):
            yield block.text


def names_under_text(blocks: Sequence[Block], place: Place, title: str | None) -> Iterator[str]:
    """Yield the name that signs the text, or that a word about the writer behind it begins with; nothing where several do."""
    if place.last is None:
        return
    start, end = max(0, place.last - LAST_LINES + 1), place.last + FOOT_LINES
    for block in blocks[start : place.last + LAST_LINES]:
        if _is_signature(block) and _is_lone(block, blocks, place, title):
            yield _SIGNED.sub("", block.text)
            return
    found: list[str] = []
    for block in blocks[start:end]:
        if any(zone.is_strong for zone in block.zones):
            continue
        match = _ABOUT.match(block.text)
        name = match["name"].rstrip(",") if match else ""
        if not _is_name(name) or _is_cited(name, blocks, place, title) or name in found:
            continue
        if not (_is_known(name) or _WRITES.search(block.text)):
            continue
        found.append(name)
    if len(found) == 1:
        yield found[0]


def owner_named_by(site_name: str | None) -> str | None:
    """Return the writer whose name is that of the whole site ("Anna Berg", "Anna Berg's blog"), else None."""
    match = _OWNED.fullmatch(site_name or "")
    name = without_title(match["name"] or match["owner"]) if match else ""
    words = [word for word in name.split() if not word.endswith(".")]
    return name if len(words) == 2 and _is_name(name) and _is_known(name) else None  # a third is often "School"


def is_section(name: str, root: HtmlElement) -> bool:
    """Return whether a page's menu, breadcrumbs or tags link to what looks like a name: a section, a place, a topic."""
    key = name.casefold()
    for count, link in enumerate(root.iter("a")):
        if count >= MAX_LINKS:
            return False
        text = link.text_content() if len(link) else link.text or ""
        if len(text) < 2 * MAX_NAME_CHARS and " ".join(text.split()).casefold() == key:
            href = link.get("href", "")
            near = [link, *list(link.iterancestors())[:4]]
            if _TAG_LINK.search(href) or any(
                one.tag == "nav" or _MENU.search(f"{one.get('class', '')} {one.get('id', '')}") for one in near
            ):
                return True
    return False


def _is_lone(block: Block, blocks: Sequence[Block], place: Place, title: str | None) -> bool:
    """Return whether a line is a person's name, or several, and of nobody whom the text speaks of."""
    if len(block.text) > MAX_LIST_CHARS or not is_own_line(block) or block.in_table or has_role(block.text):
        return False
    names = list(clean_names([_SIGNED.sub("", block.text)]))
    if not names or not all(_is_name(name) and not _is_cited(name, blocks, place, title) for name in names):
        return False
    return any(map(_is_known, names))


def _is_name(name: str) -> bool:
    words = name.split()
    is_like = 2 <= len(words) <= MAX_WORDS and len(name) <= MAX_NAME_CHARS and is_person(name)
    return is_like and not says_something_else(name)


def _is_known(name: str) -> bool:
    """Return whether a name begins with a given name, behind "Dr." and its like."""
    return is_given_name(without_title(name).split()[0])


def _is_cited(name: str, blocks: Sequence[Block], place: Place, title: str | None) -> bool:
    """Return whether the title or the text speaks of a person: who is in the news is not who reports it."""
    if title and name in title:
        return True
    if place.first is None or place.last is None:
        return False
    inside = blocks[place.first : place.last + 1]
    return any(
        name in one.text and len(one.text) >= MIN_PROSE_CHARS and not one.text.startswith(name) for one in inside
    )


def _has_date_beside(blocks: Sequence[Block], position: int) -> bool:
    around = blocks[max(0, position - DATE_LINES) : position + DATE_LINES + 1]
    return any(
        one.position != position and len(one.text) <= MAX_DATE_CHARS and beside_dates(one.text) is not None
        for one in around
    )


def _comes_again(blocks: Sequence[Block], block: Block, place: Place) -> bool:
    """Return whether a name comes again at the foot, or begins what is said of its bearer there or in the next line."""
    said = re.compile(rf"{re.escape(block.text)},? {_IS}\b")
    behind = blocks[block.position + 1 : block.position + 3]
    if any(said.match(one.text) for one in behind):
        return True
    if place.last is None:
        return False
    foot = blocks[max(block.position + 1, place.last - LAST_LINES) : place.last + FOOT_LINES]
    return any(one.text == block.text or said.match(one.text) for one in foot)


def _is_signature(block: Block) -> bool:
    """Return whether a line is set apart as signatures are: in italics or bold, to the right, behind a dash."""
    element = block.element
    if _SIGNED.match(block.text) or _SIGNATURE.search(f"{element.get('class', '')} {element.get('style', '')}"):
        return True
    return any(" ".join((one.text_content() or "").split()) == block.text for one in element.iter(*_STYLED))
