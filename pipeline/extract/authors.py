"""Who wrote an article: separate names, without "By", the outlet, addresses and social handles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.extract import jsonld
from pipeline.extract.facts import Facts
from pipeline.extract.tree import element_text, squeeze

MAX_NAME_CHARS = 70  # "Sheikh Abdulrahman bin Mohammed bin Jassim Al Thani" is 52; longer is a sentence
MAX_NAME_WORDS = 7
MAX_BYLINE_CHARS = 200
MAX_AUTHORS = 20  # scientific papers and live blogs

_META = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
         "dc.author", "citation_author", "cxenseparse:author", "article:author_name", "authors", "article.author",
         "og:article:author", "og:author", "dcsext.author", "byline", "analyticsattributes.author", "creator",
         "twitter:data1")  # fmt: skip
_BY = re.compile(
    r"^(?:(?:written|posted|reported|published|story|text|words|analysis|review|opinion|edited|compiled)?\s*by|von|par|por|"
    r"door|di|af|av|przez|autor(?:e|en|in|a|es|s|x)?|author(?:s)?|auteur|автор|ein(?:e)? \w+ von|text|från|written)\s*[:：]?\s+"
    r"|^(?:@|✍️?\s*|by:|автор:)\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*[;|•·/]\s*|\s+(?:and|und|et|y|og|och|en|e|ve|и|with|mit|in)\s+(?=\S)|\s+&\s+|,\s+(?:and|und|et)\s+|\s*\n\s*|、",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,，]\s*")
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|de)\b|^\d+$|^(?:admin(?:istrator)?|editor|staff|unknown|none|null|anonymous|"
    r"author|guest|contributor|webmaster|user|root|undefined|n/?a|www|default|test)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|contributor|redakteur\w*|redaktion|producer|columnist|"
    r"chief|staff|manager|director|professor|photographer|analyst|specialist|freelance\w*|senior|ceo|founder|expert|"
    r"korrespondent\w*|autor|autorin|redactor\w*|periodista|corresponsal|journaliste|intern|phd|m\.?d\.?|jr\.?|"
    r"min read|minutes?|updated?|published|posted|stand|uhr|january|february|march|april|june|july|august|september|"
    r"october|november|december)\b|\d{2,}",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\]|[-–—|,:]\s*(?:" + _ROLE.pattern + r").*)\s*$", re.IGNORECASE)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|authors|auteur|autor|autoren|writer|article-?author|post-?author|entry-?author)"
    r"(?:$|[\s_-]|name|link)", re.IGNORECASE
)  # fmt: skip
_AVOID = re.compile(
    r"comment|related|sidebar|bio|footer|widget|teaser|avatar|image|photo|recommend|follow|social", re.IGNORECASE
)


def read_authors(facts: Facts, site_name: str | None) -> tuple[tuple[str, ...], str]:
    """Return (names in page order, source), or ((), "") when nobody is named."""
    outlet = {_key(name) for name in (site_name, *facts.meta.get("og:site_name", ())) if name}
    for claims, source in _claims(facts):
        names = tuple(clean_names(claims, outlet))
        if names:
            return names[:MAX_AUTHORS], source
    return (), ""


def clean_names(claims: Iterable[str], outlet: set[str] | frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield each person of these bylines once, in order."""
    seen: set[str] = set()
    for claim in claims:
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
            yield facts.meta[name], "meta"
    yield list(_microdata(facts)), "microdata"
    yield list(_bylines(facts)), "byline"
    if facts.entry and facts.entry.authors:
        yield list(facts.entry.authors), "feed"


def _json_authors(node: jsonld.Node, nodes: list[jsonld.Node]) -> list[str]:
    value: Any = node.get("author") or node.get("creator")
    listed = value if isinstance(value, list) else [value]
    names: list[str] = []
    for one in listed:
        one = jsonld.resolve(one, nodes)
        if isinstance(one, dict) and isinstance(one.get("name"), list):
            names.extend(str(name) for name in one["name"])
        else:
            text = jsonld.text_of(one)
            if text:
                names.append(text)
    return names


def _is_reading_time(facts: Facts) -> bool:
    label = (facts.meta.get("twitter:label1") or [""])[0].lower()
    return not any(word in label for word in ("written", "author", "by", "von", "autor", "verfasst", "écrit"))


def _microdata(facts: Facts) -> Iterator[str]:
    for element in facts.properties.get("author", ()):
        inner = [one for one in element.iter() if one.get("itemprop") == "name"]
        for one in inner[:MAX_AUTHORS] or [element]:
            text = one.get("content") or element_text(one)
            if 0 < len(text) <= MAX_BYLINE_CHARS:
                yield text


def _bylines(facts: Facts) -> Iterator[str]:
    found = facts.root.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')]")
    texts = [element_text(one) for one in found if not _is_avoided(one)]
    if not any(texts):
        for element in facts.root.xpath(
            "//*[self::a or self::span or self::div or self::p or self::address or self::li][@class]"
        ):
            if _BYLINE_CLASS.search(element.get("class")[:200]) and not _is_avoided(element):
                text = element_text(element)
                if 0 < len(text) <= MAX_BYLINE_CHARS:
                    texts.append(text)
                    break
    yield from list(dict.fromkeys(text for text in texts if text and len(text) <= MAX_BYLINE_CHARS))[:4]


def _is_avoided(element: Any) -> bool:
    for depth, one in enumerate((element, *element.iterancestors())):
        if depth > 6 or one.tag in ("body", "article", "main"):
            return False
        if _AVOID.search(f"{one.get('class') or ''} {one.get('id') or ''}") or one.tag in ("aside", "footer", "nav"):
            return True
    return False


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
    for _ in range(2):
        text = _BY.sub("", text).strip()
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
