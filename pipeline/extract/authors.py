"""Who wrote an article: separate names, without "By", the outlet, addresses and social handles.

Order of trust: persons that JSON-LD, meta, microdata or the feed name, unless the line beside the headline names
them more fully; persons of bylines in markup and text; then accounts, signs, desks and outlets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any

from pipeline.extract import jsonld
from pipeline.extract.agency import is_called_agency
from pipeline.extract.blocks import Block
from pipeline.extract.byline_lines import (
    names_below_labels,
    names_beside_dates,
    posted_bylines,
    stated_at_foot,
    stated_before_text,
    stated_near,
)
from pipeline.extract.bylines import byline_texts
from pipeline.extract.facts import Facts
from pipeline.extract.headline import Place
from pipeline.extract.lone_names import is_section, names_below_headline, names_under_text, owner_named_by
from pipeline.extract.names import (
    ADDRESS,
    MAX_NAME_CHARS,
    OTHER_HAND,
    PLACEHOLDER,
    clean_names,
    fold_name,
    has_role,
    is_account,
    is_control,
    is_desk,
    is_organisation,
    is_person,
    says_something_else,
    without_lead_in,
)
from pipeline.extract.tree import element_text
from pipeline.urls import host_of, registrable_domain

MAX_BYLINE_CHARS = 200  # "By A, B, C and D - Chrome Security Team"; longer is a biography
MAX_AUTHORS = 20  # scientific papers and live blogs
MAX_DESK_WORDS = 4

_META = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
         "dc.author", "citation_author", "cxenseparse:author", "article:author_name", "authors", "article.author",
         "og:article:author", "og:author", "dcsext.author", "byline", "analyticsattributes.author", "creator",
         "dc:creator", "dcterms:creator", "dc:author", "citation_authors", "article_author",
         "author_name", "twitter:data1")  # fmt: skip

_OUTLET_META = ("og:site_name", "application-name", "publisher", "dc.publisher")
FOOT_BLOCKS = 40  # of a page, in which its copyright line stands
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©:,]*(?:\d{4})?(?:\s?[-–]\s?(?:\d{4}|present))?,?\s*(?:by\s)?(?P<holder>[^\W\d][^.,|·•©]{2,60}?)"
    r"\s*(?:$|[.,|·•©]|\ball rights|\balle rechte)",
    re.IGNORECASE,
)
Names = tuple[str, ...]
Marked = tuple[bool, list[str]]  # a byline in markup: whether it stands far from the article, its texts


def read_authors(
    facts: Facts, site_name: str | None, blocks: Sequence[Block] = (), place: Place | None = None
) -> tuple[Names, str]:
    """Return (names in page order, source), or ((), "") when nobody is named.

    place: where among the blocks headline and text stand.
    """
    place = place or Place(None, None, None)
    outlet = _outlet_keys(facts, site_name)
    claims = list(_claims(facts))
    houses = _houses(facts, blocks)
    stated, source = _first_persons(claims, outlet, houses)
    if any(not _is_partial(name, houses) for name in stated):
        better = _better_byline(stated, blocks, place, outlet)
        return (better, "byline") if better else (stated[:MAX_AUTHORS], source)
    marked = list(byline_texts(facts.root, blocks, place))
    shown = _shown_persons(facts, blocks, place, marked, outlet, stated)
    if shown:
        return shown[:MAX_AUTHORS], "byline"
    if stated:
        return stated[:MAX_AUTHORS], source
    named, source = _last_resort(claims, blocks, place, marked, outlet)
    owner = None if named else owner_named_by(site_name)
    return ((owner,), "site_name") if owner else (named, source)


def without_agencies(names: Sequence[str]) -> Names:
    """Return the authors whose name does not say that they are a wire agency. Short credits ("dpa") stay: papers print
    them beside their writers' names."""
    return tuple(name for name in names if not is_called_agency(name))


def _first_persons(
    claims: Sequence[tuple[list[str], str]], outlet: set[str], houses: Collection[str]
) -> tuple[Names, str]:
    """Return the names of the first claim that holds one of a person's shape, else of the first that holds any, else
    the first desk."""
    found = [(names, source) for texts, source in claims if (names := tuple(clean_names(texts, outlet)))]
    for names, source in found:
        if any(not _is_partial(name, houses) for name in names):
            return names, source
    if found:
        return found[0]
    desks = ((without_lead_in(text), source) for texts, source in claims for text in texts if is_desk(text))
    return next((((name,), source) for name, source in desks if len(name) <= MAX_NAME_CHARS), ((), ""))


def _is_partial(name: str, houses: Collection[str]) -> bool:
    """Return whether a name may be called otherwise on the page: an account, initials, an institution, a house."""
    is_sign = is_account(name) or (name.isascii() and " " not in name)
    return is_sign or is_organisation(name) or fold_name(name) in houses


def _better_byline(stated: Names, blocks: Sequence[Block], place: Place, outlet: set[str]) -> Names:
    """Return the names beside the headline where they are quite others (the head names who typed it in), or hold all
    that are stated and more; else ()."""
    words = [set(name.casefold().split()) for name in stated]
    for text in stated_near(blocks, place):
        names = tuple(name for name in clean_names([text], outlet) if _is_clear(name))
        if not names or has_role(text):
            continue
        shown = set(" ".join(names).casefold().split())
        if not any(one & shown for one in words):
            return names
        is_fuller = len(names) > len(stated) and all(one <= shown for one in words)
        return names if is_fuller else ()
    return ()


def _shown_persons(
    facts: Facts, blocks: Sequence[Block], place: Place, marked: Sequence[Marked], outlet: set[str], stated: Names
) -> Names:
    """Return the persons whom the page shows as its authors: beside the headline, in markup, at the foot.

    stated: first names, accounts or institutions that the page names as its author: what is shown far from the
    headline must be the same person's, or stand for an institution.
    """
    is_foot_doubted = bool(stated) and not any(is_account(one) for one in stated)
    shown = chain(
        ((False, texts) for texts in _shown_near(facts, blocks, place, marked)),
        ((is_foot_doubted, [text]) for text in _shown_at_foot(blocks, place)),
        ((True, texts) for is_far, texts in marked if is_far),
    )
    others: Names = ()
    keys = {fold_name(one) for one in stated}
    for is_doubted, texts in shown:
        found = tuple(clean_names(texts, outlet))
        if found and not any(is_account(one) or _is_clear(one) for one in found) and set(map(fold_name, found)) <= keys:
            return stated  # the page calls them no more than that
        names = tuple(name for name in found if _is_clear(name))
        if not names or (is_doubted and not _may_be(names, stated)):
            continue
        if not OTHER_HAND.match(texts[0]):
            return names
        others = others or names  # who only reviewed it
    return others


def _shown_near(facts: Facts, blocks: Sequence[Block], place: Place, marked: Sequence[Marked]) -> Iterator[list[str]]:
    """Yield the bylines beside the headline, the surest first."""
    yield from ([text] for text in stated_near(blocks, place))
    yield from (texts for is_far, texts in marked if not is_far)
    yield from ([text] for text in names_below_labels(blocks, place))
    lone = chain(names_beside_dates(blocks, place), names_below_headline(blocks, place, _headline_of(blocks, place)))
    yield from ([text] for text in lone if not is_section(text, facts.root))
    yield from ([text] for text in stated_before_text(blocks, place))


def _shown_at_foot(blocks: Sequence[Block], place: Place) -> Iterator[str]:
    """Yield the bylines under the text."""
    yield from stated_at_foot(blocks, place)
    yield from names_under_text(blocks, place, _headline_of(blocks, place))


def _headline_of(blocks: Sequence[Block], place: Place) -> str | None:
    return blocks[place.headline].text if place.headline is not None else None


def _may_be(names: Names, stated: Names) -> bool:
    """Return whether full names can be meant by partial ones."""
    if all(is_organisation(one) and not is_desk(one) for one in stated):
        return True
    keys = [fold_name(one) for one in names]
    return any(key.startswith(fold_name(one)) or key == fold_name(one) for key in keys for one in stated)


def _is_clear(name: str) -> bool:
    """Return whether a name can be nothing else: given name and surname, or in a script without spaces."""
    return is_person(name) and not says_something_else(name)


def _last_resort(
    claims: Sequence[tuple[list[str], str]],
    blocks: Sequence[Block],
    place: Place,
    marked: Sequence[Marked],
    outlet: set[str],
) -> tuple[Names, str]:
    """Return the account, first name or desk that a page names for want of a person."""
    posted = tuple(clean_names(posted_bylines(blocks, place), outlet))
    if posted:
        return posted[:1], "byline"
    for texts, source in claims:
        for text in texts:
            name = without_lead_in(text)
            if 2 <= len(name) <= MAX_NAME_CHARS and not ADDRESS.search(name) and not PLACEHOLDER.match(name):
                return (name,), source
    near = (text for is_far, texts in marked if not is_far for text in texts)
    far = (text for is_far, texts in marked if is_far for text in texts)
    shown = chain(stated_near(blocks, place), near, stated_at_foot(blocks, place), far)
    desk = next((text for text in shown if _names_desk(text)), None)
    return ((without_lead_in(desk),), "byline") if desk else ((), "")


def _names_desk(text: str) -> bool:
    """Return whether a byline names an outlet or a desk ("Staff", "Redaktion"), and nothing else."""
    name = without_lead_in(text)
    is_short = 2 <= len(name) <= MAX_NAME_CHARS and len(name.split()) <= MAX_DESK_WORDS
    return (
        is_short
        and not ADDRESS.search(name)
        and not PLACEHOLDER.match(name)
        and (not is_control(name) or (name.isascii() and is_account(name) and name[0].isalpha()))
    )


def _outlet_keys(facts: Facts, site_name: str | None) -> set[str]:
    """Return what the outlet is called, folded; not its host, which on a personal page is its author's name."""
    names = [site_name, *(text for name in _OUTLET_META for text in facts.meta.get(name, ()))]
    for node in (facts.article, facts.page):
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and "organization" in " ".join(jsonld.types_of(publisher)):
            names.append(jsonld.text_of(publisher))
    return {fold_name(one) for name in names if name for one in (name, name.removeprefix("The "))}


def _houses(facts: Facts, blocks: Sequence[Block]) -> set[str]:
    """Return, folded, what is likely the outlet's or its owner's name: the host's, the holder of the copyright. A
    writer's own page is called after its writer as well: such a name is doubted, not dropped."""
    found = {fold_name(text.removeprefix("@")) for text in facts.meta.get("twitter:site", ())}
    if facts.url:
        labels = (host_of(facts.url).removeprefix("www.").split(".")[0], registrable_domain(facts.url).split(".")[0])
        found |= set(map(fold_name, labels))
    for block in blocks[-FOOT_BLOCKS:]:
        match = _COPYRIGHT.search(block.text[:MAX_BYLINE_CHARS])
        if match:
            found.add(fold_name(match["holder"]))
    return found


def _claims(facts: Facts) -> Iterator[tuple[list[str], str]]:
    for node in (facts.article, facts.page):
        yield _json_authors(node, facts.nodes), "json-ld"
    for name in _META:
        if name in facts.meta and not (name == "twitter:data1" and _is_reading_time(facts)):
            yield [text for text in facts.meta[name] if not ADDRESS.search(text)], "meta"
    yield list(_microdata(facts)), "microdata"
    if facts.entry and facts.entry.authors:
        yield list(facts.entry.authors), "feed"


def _json_authors(node: jsonld.Node, nodes: list[jsonld.Node]) -> list[str]:
    names: list[str] = []
    for one in _listed(node.get("author") or node.get("creator")):
        one = jsonld.resolve(one, nodes)
        if isinstance(one, dict) and isinstance(one.get("name"), list):
            names.extend(str(name) for name in one["name"])
        else:
            text = jsonld.text_of(one)
            if text:
                names.append(text)
    return names


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_reading_time(facts: Facts) -> bool:
    label = (facts.meta.get("twitter:label1") or [""])[0].lower()
    return not any(word in label for word in ("written", "author", "by", "von", "autor", "verfasst", "écrit"))


def _microdata(facts: Facts) -> Iterator[str]:
    """Yield the names of the first author property and its like beside it; others belong to comments and teasers."""
    first: Any = None
    for element in facts.properties.get("author", ()):
        if first is None:
            first = element.getparent()
        elif element.getparent() is not first:
            break
        inner = [one for one in element.iter() if one.get("itemprop") == "name"]
        for one in inner[:MAX_AUTHORS] or [element]:
            text = one.get("content") or element_text(one)
            if 0 < len(text) <= MAX_BYLINE_CHARS:
                yield text
