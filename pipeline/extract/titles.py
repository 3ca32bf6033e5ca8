"""An article's headline, without its site's name, and its subtitle.

Order of trust, measured: a first-level heading that agrees with what the head says, JSON-LD, Open Graph, the feed, title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipeline.extract import jsonld
from pipeline.extract.blocks import Block
from pipeline.extract.facts import Facts
from pipeline.extract.headings import Heading
from pipeline.extract.site_names import SEPARATOR, name_keys, strip_site_name, title_key
from pipeline.extract.tree import squeeze

MAX_TITLE_CHARS = 500
MAX_CLAIM_CHARS = 2_000  # of a headline in JSON-LD that are read
AGREEMENT = 0.6  # share of a heading's words that the head's title must hold, and the other way round
WEAK_AGREEMENT = 0.35  # of the longer of the two: kickers and second halves are left out by one of them
MIN_PART_WORDS = 2
MIN_LONE_HEADING_WORDS = 3  # a shorter heading may be a section's name
MIN_PROSE_SHARE = 0.5  # of the page's unlinked text below a heading that the head does not know
UNSPACED_WORD_CHARS = 3  # characters of a Chinese, Japanese or Thai headline that count as one word
MAX_KICKER_WORDS = 5
MAX_LOST_CHARS = 3  # " - " between kicker and headline
CUT_CHARS = range(95, 121)  # search engines want 110 at most in JSON-LD: generators cut there, without a mark
MIN_LINE_CHARS = 15  # letters of a line that is taken for the headline because the title element holds it
HEAD_BLOCKS = 60  # of a page, in which such a line is looked for
MAX_LINE_LINKS = 0.5

# What stands between a headline and its site's name, before and behind: "Site: Headline", "Headline - Site".
_NAME_BEFORE = re.compile(r"\S[\s\S]*?(?:\s*[:|»›·•]|\s[-–—/]+)\s+$")
_NAME_BEHIND = re.compile(r"^(?:\s*[|«‹·•]|\s[-–—/]+)\s+\S")
_LEAD_END = re.compile(r"[^\w\s]\s*$")  # "Interview: ", "MSV-"
_IS_MARKUP = re.compile(r"^<[a-z]|</[a-z]|<[a-z]+\s+[a-z-]+=", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|div|li|h[1-6]|br)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>|<[a-z]+\s[^<>]*$", re.IGNORECASE)  # the last one was cut
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|amp|quot|apos);", re.IGNORECASE)
_CUT_MARK = re.compile(r"\s*(?:\.\.\.|…)$")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_RUN = re.compile(f"[{_UNSPACED}]+|[^\\W{_UNSPACED}]+(?:[&'’][^\\W{_UNSPACED}]+)*")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Claim:
    """A headline as one source has it, without the site's name."""

    text: str
    source: str


def read_title(facts: Facts, site_name: str | None, blocks: Sequence[Block] = ()) -> tuple[str | None, str]:
    """Return (headline, source), or (None, "") when the page has none."""
    names = name_keys(facts, site_name)
    claims = [
        Claim(text, source) for one, source in _claims(facts) if (text := strip_site_name(one, names, is_claim=True))
    ]
    title, source = _choose(_own_headings(facts, names), claims, facts, names, blocks)
    if title and source == "title":
        shown = _shown_part(facts, blocks)
        if shown and len(shown) < len(title) and shown in title:  # a site's name that nothing else names
            title, source = shown, "text"
    if not title:
        return None, ""
    if _ENTITY.search(title):  # escaped twice: shown on the page, and meant by nobody
        title = squeeze(jsonld.unescape(title))
    return title[:MAX_TITLE_CHARS], source


def _own_headings(facts: Facts, names: frozenset[str]) -> list[Heading]:
    """Return the page's headings of first level that may be the headline, each text once."""
    found: dict[str, Heading] = {}
    for heading in facts.headings:
        text = strip_site_name(heading.text, names)
        if len(heading.text) > MAX_TITLE_CHARS or title_key(text) in names or _links_home(heading.element, facts.url):
            continue
        main = text if heading.main == heading.text else strip_site_name(heading.main, names)
        found.setdefault(title_key(text), Heading(heading.element, text, main))
    return [one for one in found.values() if one.text]


def _choose(
    headings: list[Heading], claims: list[Claim], facts: Facts, names: frozenset[str], blocks: Sequence[Block]
) -> tuple[str | None, str]:
    strong = [one for one in claims if one.source != "title"]
    for heading in headings:
        agreeing = [one for one in strong if _agree(heading.text, one.text) or _agree(heading.main, one.text)]
        if agreeing:
            return _settle(heading, agreeing)
    parts = _title_parts(facts.head_title, names)
    if not strong:
        agreed = [one.main for one in headings if any(_agree(one.text, part) for part in parts)]
        if agreed:
            return max(agreed, key=len), "h1"
        lesser = [one for one in facts.lesser_headings if title_key(one) in {title_key(part) for part in parts}]
        if lesser:
            return max(lesser, key=len), "h2"
        if len(headings) == 1 and _in_head_title(headings[0], facts):
            return headings[0].main, "h1"
        if len(headings) == 1 and _count_words(headings[0].main) >= MIN_LONE_HEADING_WORDS:
            return headings[0].main, "h1"
    else:
        known = _known_to_head(facts.lesser_headings, strong)
        if known:
            return known
        first = next((one for one in headings if _count_words(one.main) >= MIN_LONE_HEADING_WORDS), None)
        if first and _prose_share(first, headings, blocks) >= MIN_PROSE_SHARE:
            return first.main, "h1"
        return _uncut(strong[0], claims)
    if parts:
        return max(parts, key=len), "title"
    return (headings[0].main, "h1") if headings else (None, "")


def _settle(heading: Heading, claims: list[Claim]) -> tuple[str, str]:
    """Return the heading's words as the head has them: with its kicker or without, and with the colon or dash that its
    spans lost; where no claim has just these words, without what its markup calls a kicker."""
    bare = [one for one in claims if _is_without_kicker(one.text, heading)]
    shared = next((one for one in bare if one.source == "open-graph"), None)
    if shared:  # JSON-LD often repeats the heading with all that stands before it
        return shared.text, shared.source
    for claim in claims:
        if title_key(claim.text) == title_key(heading.main):
            return _with_punctuation(heading, heading.main, claim)
        if len(heading.main) < len(heading.text) and title_key(claim.text) == title_key(heading.text):
            return _with_punctuation(heading, heading.text, claim)
    return (bare[0].text, bare[0].source) if bare else (heading.main, "h1")


def _is_without_kicker(claim: str, heading: Heading) -> bool:
    """Return whether a claim is the heading's end, behind a few words that a sign or an element sets apart."""
    lead = heading.main.casefold().removesuffix(claim.casefold())
    if len(lead) == len(heading.main) or not 0 < len(lead) <= len(claim):
        return False
    return _count_words(lead) <= MAX_KICKER_WORDS and (heading.has_markup or bool(_LEAD_END.search(lead)))


def _with_punctuation(heading: Heading, text: str, claim: Claim) -> tuple[str, str]:
    if text.isupper() and not claim.text.isupper():  # letters made large for the eye
        return claim.text, claim.source
    if not heading.has_markup or not 0 < len(claim.text) - len(text) <= MAX_LOST_CHARS:
        return text, "h1"
    is_inside = claim.text[:1].casefold() == text[:1].casefold() and claim.text[-1:] == text[-1:]
    return (claim.text, claim.source) if is_inside else (text, "h1")


def _in_head_title(heading: Heading, facts: Facts) -> bool:
    """Return whether the title element says a heading's words, however few, one after the other."""
    words = _RUN.findall(heading.main.casefold())
    title = _RUN.findall((facts.head_title or "").casefold())
    return any(title[start : start + len(words)] == words for start in range(len(title))) if words else False


def _known_to_head(lesser: Iterable[str], claims: list[Claim]) -> tuple[str, str] | None:
    """Return the first claim that a heading of lower level shows on the page, as it stands there."""
    shown = [(title_key(one), one) for one in lesser]
    for claim in claims:
        key = title_key(claim.text)
        for heading, text in shown:
            if heading == key or (len(key) >= MIN_LINE_CHARS and heading.startswith(key)):
                return text, "h2"
    return None


def _prose_share(heading: Heading, headings: list[Heading], blocks: Sequence[Block]) -> float:
    """Return which share of the page's unlinked text stands between a heading and the next of its level."""
    others = {one.element for one in headings if one is not heading}
    mine = total = 0
    is_below = False
    for block in blocks:
        if block.element is heading.element:
            is_below = True
        elif block.element in others:
            is_below = False
        chars = len(block.text) - block.link_chars
        total += chars
        mine += chars if is_below else 0
    return mine / max(1, total)


def _uncut(claim: Claim, claims: list[Claim]) -> tuple[str, str]:
    """Return a claim, or another that begins with it where it was cut."""
    start = _CUT_MARK.sub("", claim.text)
    if start != claim.text or len(start) in CUT_CHARS:
        longer = [one for one in claims if len(one.text) > len(claim.text) and one.text.startswith(start)]
        if longer:
            return longer[0].text, longer[0].source
    return claim.text, claim.source


def _shown_part(facts: Facts, blocks: Sequence[Block]) -> str | None:
    """Return the longest part of the title element, up to its site's name, that the page shows as a line of its own."""
    title = facts.head_title or ""
    lines = [block.text for block in blocks[:HEAD_BLOCKS] if block.link_ratio < MAX_LINE_LINKS]
    shown = [
        line
        for line in (*facts.lesser_headings, *lines)
        if len(line) < len(title)
        and len(title_key(line)) >= MIN_LINE_CHARS
        and (
            (title.endswith(line) and _NAME_BEFORE.match(title[: -len(line)]))
            or (title.startswith(line) and _NAME_BEHIND.match(title[len(line) :]))
        )
    ]
    return max(shown, key=len, default=None)


def _title_parts(title: str | None, names: frozenset[str]) -> list[str]:
    """Return the parts of a title element that may be the headline."""
    if not title:
        return []
    parts = [strip_site_name(part, names) for part in SEPARATOR.split(strip_site_name(title, names))]
    whole = [part for part in parts if _count_words(part) >= MIN_PART_WORDS and title_key(part) not in names]
    return whole or [strip_site_name(title, names)]


def _links_home(element: HtmlElement, url: str | None) -> bool:
    """The heading is the site's name: its link goes to the front page."""
    link = next(element.iter("a"), None)
    if link is None:
        link = next((one for one in element.iterancestors("a")), None)
    if link is None:
        return False
    href = (link.get("href") or "").split("#", 1)[0].split("?", 1)[0]
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return (
        bool(href) and parts.path in ("", "/", "/index.html", "/index.php") and (urlsplit(url or "").path or "/") != "/"
    )


def read_subtitle(facts: Facts, title: str | None) -> tuple[str | None, str]:
    """Return (the article's standfirst, source), or (None, ""). Another headline for the same article is none."""
    claims = [(facts.json("alternativeHeadline"), "json-ld"), (facts.json("description"), "json-ld")]
    for name in ("og:description", "description", "twitter:description"):
        source = "open-graph" if name.startswith("og") else "meta"
        claims += [(text, source) for text in facts.meta.get(name, ())[:1]]
    for number, (claim, source) in enumerate(claims):
        text = _without_markup(claim or "")
        if title_key(text) in ("", title_key(title or "")) or (number == 0 and _agree(text, title or "")):
            continue
        return text, source
    return None, ""


def _without_markup(text: str) -> str:
    """Return a claim that was written as HTML as its words; one that only speaks of elements stays as it is."""
    if "<" not in text or not _IS_MARKUP.search(text):
        return text
    return squeeze(jsonld.unescape(_TAG.sub("", _BREAK.sub(" ", text))))


def _claims(facts: Facts) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for text, source in ((facts.article.get("headline"), "json-ld"), (facts.article.get("name"), "json-ld")):
        if isinstance(text, str) and text.strip():
            found.append((_without_markup(squeeze(jsonld.unescape(text[:MAX_CLAIM_CHARS]))), source))
    for name, source in (("og:title", "open-graph"), ("twitter:title", "meta"), ("parsely-title", "meta"),
                         ("sailthru.title", "meta"), ("dc.title", "meta"), ("citation_title", "meta")):  # fmt: skip
        found.extend((_without_markup(text), source) for text in facts.meta.get(name, ())[:1])
    if facts.entry and facts.entry.title:
        found.append((facts.entry.title, "feed"))
    if facts.head_title:
        found.append((facts.head_title, "title"))
    return found


def _agree(heading: str, claim: str) -> bool:
    """Return whether a heading and a head element mean the same headline."""
    mine, theirs = _tokens(heading), _tokens(claim)
    if not mine or not theirs:
        return False
    shared = len(mine & theirs)
    if _count_words(heading) < MIN_LONE_HEADING_WORDS:
        return mine == theirs or heading.casefold() == claim.casefold()
    return shared >= AGREEMENT * min(len(mine), len(theirs)) and shared >= WEAK_AGREEMENT * max(len(mine), len(theirs))


def _tokens(text: str) -> set[str]:
    """Return the words of a headline; of a script without spaces, its pairs of characters."""
    found: set[str] = set()
    for run in _RUN.findall(text.casefold()):
        if len(run) > 1 and _IS_UNSPACED.match(run):
            found.update(run[start : start + 2] for start in range(len(run) - 1))
        else:
            found.add(run)
    return found


def _count_words(text: str) -> int:
    runs = _RUN.findall(text)
    return sum(-(-len(run) // UNSPACED_WORD_CHARS) if _IS_UNSPACED.match(run) else 1 for run in runs)
