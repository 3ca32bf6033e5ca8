"""Who wrote an article: separate names, without "By", the outlet, addresses and social handles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.extract import jsonld
from pipeline.extract.agency import is_called_agency
from pipeline.extract.blocks import Block
from pipeline.extract.bylines import byline_texts
from pipeline.extract.facts import Facts
from pipeline.extract.tree import element_text, squeeze

MAX_NAME_CHARS = 70  # "Sheikh Abdulrahman bin Mohammed bin Jassim Al Thani" is 52; longer is a sentence
MAX_NAME_WORDS = 7
MAX_BYLINE_CHARS = 200  # "By A, B, C and D - Chrome Security Team"; longer is a biography
MAX_AUTHORS = 20  # scientific papers and live blogs

_META = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
         "dc.author", "citation_author", "cxenseparse:author", "article:author_name", "authors", "article.author",
         "og:article:author", "og:author", "dcsext.author", "byline", "analyticsattributes.author", "creator",
         "twitter:data1")  # fmt: skip
_BY = re.compile(
    r"^(?:(?:(?:view|see|read|zeige) )?(?:(?:all|more|alle) )?(?:written|posted|reported|published|story|text|words|analysis|review|"
    r"opinion|edited|compiled|authored|reviewed|stories|posts|articles|beiträge)?\s*(?:by|von)|投稿者|著者|作者|von|par|por|"
    r"door|di|af|av|przez|autor(?:e|en|in|a|es|s|x)?|author(?:s)?|auteur|автор|ein(?:e)? \w+ von|text|från|written)\s*[:：]?\s+"
    r"|^(?:@|✍️?\s*|by:|автор:)\s*",
    re.IGNORECASE,
)
# What follows a name in a byline's running text: a section, a day, an employer.
_BEHIND_NAME = re.compile(r"(?<=\w)\s+(?:in|on|at|for|from|on behalf of|am|vom|bei|aus|für|is|ist|has|was)\s.*$")
_TITLE_BEHIND = re.compile(
    r"^(\S+\s(?:\S+\s)?\S+)\s+(?:Senior|Staff|Special|Content|Head|Chief|Managing|Contributing|Associate|Assistant|Deputy|"
    r"Editor|Reporter|Correspondent|Writer|Director|Producer|Extension|Certified|Licensed)\b.*$"
)
_GLUED_BY = re.compile(r"^(?:By|by|BY|Von|Par|Por)+(?=[A-Z][a-z])")
_SPLIT = re.compile(
    r"\s*[;|•·/]\s*|\s+(?:and|und|et|y|og|och|en|e|ve|и|with|mit)\s+(?=\S)|\s+&\s+|,\s+(?:and|und|et)\s+|\s*\n\s*|、",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,，]\s*")
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|de)\b|^\d+$|^(?:admin(?:istrator)?|editor|staff|unknown|none|null|anonymous|"
    r"author|guest|contributor|webmaster|user|root|undefined|n/?a|www|default|test|by|von|par|por|di|text|autoren|"
    r"authors?|register|registrieren|log ?in|sign in|follow|share|privacy|about|team|redaktion|home|menu|profile|"
    r"read more|view all|more|all posts|posts|articles)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|contributor|redakteur\w*|redaktion|producer|columnist|"
    r"chief|staff|manager|director|professor|photographer|analyst|specialist|freelance\w*|senior|ceo|cfo|dvm|rn|rd|cpa|mba|cfp|esq|senior|founder|expert|"
    r"korrespondent\w*|autor|autorin|redactor\w*|periodista|corresponsal|journaliste|intern|phd|m\.?d\.?|jr\.?|"
    r"min read|minutes?|updated?|published|posted|stand|uhr|january|february|march|april|june|july|august|september|"
    r"october|november|december)\b|\d{2,}",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\]|[-–—|,:]\s*(?:" + _ROLE.pattern + r").*)\s*$", re.IGNORECASE)
# "By Jane Doe", "Von Erika Muster | 3. Mai", "Autor: ...", with nothing behind the names but a date or a bar.
_STATED = re.compile(
    r"(?:[^\n]{0,40}?[|•·,\d–-]\s*)?"  # "Dec 26, 2025 • "
    r"(?i:(?:written|posted|reported|published|story|words|text|article|reviewed|authored)\s+by|by|von|par|por|"
    r"(?:autor(?:in|e|a|es)?|author|text|redaktion|contributors?|автор|文|作者|記者)\s?[:：])\s*:?\s+"
    r"(?P<names>[^\W\d_a-z][\w.'’\-]*"
    r"(?:(?:,| and| und| et| y| &)? (?:(?:van|von|de|der|den|del|la|le|di|da|al|bin|ibn|el) )*[^\W\d_a-z][\w.'’\-]*){0,8})"
    r"(?=\s*(?:$|[|•·/(,–—-]|\b(?:on|am|vom|in|for|posted|published|updated|gespeichert|um)\b|\d))"
)
# "21.11.2026 23:05 Jane Doe": a line of day, hour and name, as old table pages have them.
_DATED = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:,?\s+\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s(?:Uhr|h))?)?\s*[|,·•–—-]?\s+"
    r"(?P<names>[^\W\d_a-z][\w'’\-]*\.?(?: (?:(?:van|von|de|der|den|del|la|le|di|da|al|bin|ibn|el) )*[^\W\d_a-z][\w'’\-]*\.?){1,3})$"
)
BYLINE_WINDOW = 14  # blocks behind the headline in which a byline stands
_CONTROL_WORD = re.compile(
    r"\d|\b(?:by|more|view|all|posts?|stories|articles?|follow|share|log ?in|sign|register|registrieren|read|about|profil\w*|"
    r"written|published|posted|updated|menu|home|author|autoren|alle|zur|mehr|von|ver[öo]ffentlicht|publiziert|beiträge)\b",
    re.IGNORECASE,
)
MAX_DESK_WORDS = 4
_ADDRESS = re.compile(r"https?:|www\.|\S@\S")
_PLACEHOLDER = re.compile(
    r"(?:admin(?:istrator)?|unknown|none|null|anonymous|author|guest|webmaster|user|root|undefined|n/?a|www|default|test|"
    r"\d+|@\w+)$",
    re.IGNORECASE,
)


def read_authors(facts: Facts, site_name: str | None, blocks: Sequence[Block] = ()) -> tuple[tuple[str, ...], str]:
    """Return (names in page order, source), or ((), "") when nobody is named.

    Persons first, from any source; where a page names only its outlet or a desk as the author, that name.
    """
    outlet = {_key(name) for name in (site_name, *facts.meta.get("og:site_name", ())) if name}
    claims = list(_claims(facts))
    for texts, source in claims:
        names = tuple(clean_names(texts, outlet))
        if names:
            return names[:MAX_AUTHORS], source
    found_texts = (*byline_texts(facts.root), *([text] for text in _stated_bylines(facts, blocks)))
    names = next((found for texts in found_texts if (found := tuple(_full_names(texts, outlet)))), ())
    if names:
        return names[:MAX_AUTHORS], "byline"
    for texts, source in claims:
        for text in texts:
            name = _BY.sub("", squeeze(text)).strip(" .,:;|")
            if 2 <= len(name) <= MAX_NAME_CHARS and not _ADDRESS.search(name) and not _PLACEHOLDER.match(name):
                return (name,), source
    desk = next((text for texts in found_texts for text in texts if _is_desk(text)), None)
    return ((_BY.sub("", squeeze(desk)).strip(" .,:;|"),), "byline") if desk else ((), "")


def without_agencies(names: Sequence[str]) -> tuple[str, ...]:
    """Return the authors whose name does not say that they are a wire agency. Short credits ("dpa") stay: papers print
    them beside their writers' names."""
    return tuple(name for name in names if not is_called_agency(name))


def _full_names(texts: Sequence[str], outlet: set[str]) -> Iterator[str]:
    """Yield a byline's names that can be nothing else: given name and surname, or in a script without spaces."""
    for name in clean_names(texts, outlet):
        if (" " in name or not name.isascii()) and not _CONTROL_WORD.search(name):
            yield name


def _is_desk(text: str) -> bool:
    """Return whether a byline names an outlet or a desk ("Staff", "Redaktion"), and nothing else."""
    name = _BY.sub("", squeeze(text)).strip(" .,:;|")
    is_short = 2 <= len(name) <= MAX_NAME_CHARS and len(name.split()) <= MAX_DESK_WORDS
    return is_short and not _ADDRESS.search(name) and not _PLACEHOLDER.match(name) and not _CONTROL_WORD.search(name)


def clean_names(claims: Iterable[str], outlet: set[str] | frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield each person of these bylines once, in order."""
    seen: set[str] = set()
    for claim in claims:
        if _ADDRESS.search(claim):
            continue
        for part in _split(claim):
            name = _clean(part)
            key = _key(name)
            if name and key not in seen and key not in outlet and _is_name(name):
                seen.add(key)
                yield name


def _claims(facts: Facts) -> Iterator[tuple[list[str], str]]:
    for node in (facts.article, facts.page):
        yield _json_authors(node, facts.nodes), "json-ld"
    for name in _META:
        if name in facts.meta and not (name == "twitter:data1" and _is_reading_time(facts)):
            yield [text for text in facts.meta[name] if not _ADDRESS.search(text)], "meta"
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


def _stated_bylines(facts: Facts, blocks: Sequence[Block]) -> Iterator[str]:
    """Yield lines near the headline, or at the foot of the text, that say "By A. Name"."""
    headings = {text for _, text in facts.headings} | set(facts.lesser_headings)
    start = next((block.position for block in blocks if block.text in headings), 0)
    near = [block for block in blocks if start - 3 <= block.position <= start + BYLINE_WINDOW]
    for block in near:
        if len(block.text) > MAX_BYLINE_CHARS:
            continue
        match = _STATED.match(block.text)
        dated = None if match else _DATED.match(block.text)
        if dated and dated["names"][0] == dated["names"][0].upper():
            match = dated
        if match:
            yield match["names"]


def _split(claim: str) -> list[str]:
    text = squeeze(jsonld.unescape(claim))[:600]
    parts = [part for part in _SPLIT.split(text) if part and part.strip()]
    split: list[str] = []
    for part in parts:
        pieces = _COMMA.split(part)
        # "Doe, Jane" is one name; "Jane Doe, John Roe" are two; "Jane Doe, Senior Editor" is one with a role.
        if len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces) and not _ROLE.search(pieces[1]):
            split.append(f"{pieces[1]} {pieces[0]}")
        else:
            split.extend(pieces)
    return split


def _clean(text: str) -> str:
    text = squeeze(text).strip(" .,:;|-–—•*\"'“”")
    text = _GLUED_BY.sub("", text)
    for _ in range(2):
        text = _BY.sub("", text).strip()
    text = _BEHIND_NAME.sub("", text)
    text = _TITLE_BEHIND.sub(r"\1", text)
    text = _TRAILING.sub("", text).strip(" .,:;|-–—•*\"'“”")
    if text.isupper() and len(text.split()) > 1:
        text = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), text)
    return text


def _is_name(text: str) -> bool:
    if not 2 <= len(text) <= MAX_NAME_CHARS or len(text.split()) > MAX_NAME_WORDS or _NOT_A_NAME.search(text):
        return False
    return not _ROLE.search(text) and any(char.isalpha() for char in text)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).casefold())
