"""Where the rest of an article is: the full page behind an AMP or mobile one, and the pages that follow the first.

Pure, and careful: `rel=next` leads to the next article as often as to the next page, so an address counts only when it
is the first page's own with a page number, one higher, on the same site. The extractor has the last word on the text.
"""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from pipeline.errors import BadInput
from pipeline.records import FetchResponse
from pipeline.urls import canonicalize_url, choose_canonical, host_of, is_amp_url, names_article, same_site

MAX_FOLLOWING: Final = 9  # pages after the first: longer ones are books, galleries and traps
HEAD_BYTES: Final = 128 * 2**10  # a page's <head>, inline styles of AMP included
PAGE_NAMES: Final = ("page", "p", "pg", "seite", "pagina", "pageno", "page_no", "paged")
PATH_WORDS: Final = ("", "page/", "page-", "seite/", "seite-", "pagina/", "pagina-", "p")
FILE_MARKS: Final = ("-", "_", ",", "-page-", "_page_", "-p", "-seite-")  # before the number of a file: story-2.html

_LINK: Final = re.compile(
    rb"<(?:a|link)\s(?:[^<>]{0,1500}?\s)?href\s*=\s*(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})'|([^\s\"'<>]{1,2000}))",
    re.IGNORECASE,
)
_CANONICAL: Final = re.compile(
    rb"<link\s(?=[^<>]{0,2000}?\brel\s*=\s*[\"']?canonical\b)[^<>]{0,2000}?\bhref\s*=\s*(?:\"([^\"<>]+)\"|'([^'<>]+)'|([^\s\"'<>]+))",
    re.IGNORECASE,
)
_AMP_ROOT: Final = re.compile(
    rb"<html\b[^<>]{0,500}?\s(?:amp|\xe2\x9a\xa1(?:\xef\xb8\x8f)?)(?=[\s=>/])[^<>]{0,500}>", re.IGNORECASE
)
_MOBILE_HOST: Final = re.compile(r"^(?:m|mobile|mobil|touch|wap|amp)\.", re.IGNORECASE)
_FILE: Final = re.compile(r"^(.*/[^/]+?)(\.(?:html?|php|aspx?|shtml|jsp))$", re.IGNORECASE)


def find_full_page(response: FetchResponse) -> str | None:
    """Return the address of the full page of an AMP or mobile one, as it says itself; None for every other page.

    Believed by the same-site rule of `choose_canonical`.
    """
    url = response.final_url
    head = response.body[:HEAD_BYTES]
    if not (_AMP_ROOT.search(head) or is_amp_url(url) or _MOBILE_HOST.match(host_of(url))):
        return None
    claimed = _CANONICAL.search(head)
    if claimed is None:
        return None
    address = _absolute(url, _href(claimed))
    try:
        if not address or address == url or choose_canonical(url, address) != canonicalize_url(address):
            return None
        is_same_page = canonicalize_url(address) == canonicalize_url(url) and host_of(address) == host_of(url)
        return None if is_same_page and not is_amp_url(url) else address
    except BadInput:
        return None


def find_next_page(response: FetchResponse, first_url: str, number: int) -> str | None:
    """Return the address of an article's page of this number, where the page before it links to it; None: it was the last.

    first_url: of page 1, after redirects. number: from 2.
    """
    if number > MAX_FOLLOWING + 1 or not names_article(first_url):
        return None
    wanted = page_addresses(first_url, number)
    mark = str(number).encode()
    if not wanted or mark not in response.body:
        return None
    for match in _LINK.finditer(response.body):
        href = _href(match)
        if str(number) not in href:
            continue
        address = _absolute(response.final_url, href)
        if address and same_site(address, first_url) and _canonical(address) in wanted:
            return address
    return None


def is_page_of(url: str, first_url: str, number: int) -> bool:
    """Return whether an address, after redirects, is still the article's page of a number."""
    return _canonical(url) in page_addresses(first_url, number)


def page_addresses(first_url: str, number: int) -> frozenset[str]:
    """Return the addresses under which an article's page of a number may stand, canonical."""
    try:
        parts = urlsplit(first_url)
    except ValueError:
        return frozenset()
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if any(name.lower() in PAGE_NAMES and value.isdigit() and int(value) > 1 for name, value in pairs):
        return frozenset()  # it is no first page
    plain = [(name, value) for name, value in pairs if not (name.lower() in PAGE_NAMES and value in ("", "0", "1"))]
    path = parts.path.rstrip("/")
    query = urlencode(plain)
    found = {
        urlunsplit(parts._replace(query=urlencode([*plain, (name, str(number))]), fragment="")) for name in PAGE_NAMES
    }
    paths = [f"{path}/{word}{number}" for word in PATH_WORDS]
    if file := _FILE.match(path):
        paths += [f"{file[1]}{mark}{number}{file[2]}" for mark in FILE_MARKS]
    found |= {urlunsplit(parts._replace(path=one, query=query, fragment="")) for one in paths}
    return frozenset(filter(None, map(_canonical, found)))


def _canonical(url: str) -> str:
    try:
        return canonicalize_url(url)
    except BadInput:
        return ""


def _href(match: re.Match[bytes]) -> str:
    raw = next((one for one in match.groups() if one is not None), b"")
    return html.unescape(raw.decode("utf-8", "replace")).strip()


def _absolute(base: str, href: str) -> str:
    try:
        address = urljoin(base, href)
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""
