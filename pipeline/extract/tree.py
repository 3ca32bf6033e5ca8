"""First step of extraction: bytes to one lxml tree, once a page, bounded in size.

Everything else in this package reads that tree; nothing here knows what an article is.
"""

from __future__ import annotations

import re

from lxml import etree, html
from lxml.html import HtmlElement

from pipeline.charset import decode_html
from pipeline.errors import Quarantine

MAX_PAGE_CHARS = 8_000_000  # the largest recorded news page is 5 MB, most of it scripts; the rest is cut off
MAX_TAG_CHARS = 30_000  # a longer tag is looked at again: the parser is quadratic in a tag's attributes
MAX_TAG_ATTRIBUTES = 2_000  # 10 ms of parsing; real tags stay below 100

MAX_ATTRIBUTE_CHARS = 400  # of class and id values, when they are matched against words

# lxml.html looks each element's class up in Python, form fields and all; that took a tenth of an extraction.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)
_BLANKED = bytes(32 if byte < 32 and byte not in b"\t\n\r" else byte for byte in range(256))  # control characters
# React's names for a late part of a page and for the place that it belongs to.
_NO_LETTERS = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LATE_PART = re.compile(r"S:([0-9a-f]+)")
_LATE_PLACE = re.compile(r"[BP]:([0-9a-f]+)")
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{MAX_TAG_CHARS},}}")


def parse_page(
    page_html: bytes | str, content_type: str | None = None, *, url: str | None = None
) -> HtmlElement | None:
    """Return the root element of a page, or None when it holds no element at all.

    The tree is shared by all readers of the page: nobody changes it. Raises Quarantine when the parser gives up.
    """
    markup = _bound_markup(page_html if isinstance(page_html, str) else decode_html(page_html, content_type)[0])
    if "<" not in markup:
        return None
    # Comments and processing instructions carry nothing that we read. huge_tree: without it everything below the
    # 256th level is lost without a word; with it the limit is 2,048 levels, and nothing here recurses.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace").translate(_BLANKED), parser=parser)
    except etree.ParserError:  # "Document is empty"
        return None
    except (etree.LxmlError, ValueError) as error:
        raise Quarantine(
            f"{url or 'a page'}: the HTML parser gave up ({error}); replay it from the archive after a fix",
            subject=url or "",
            reason="html_parser",
        ) from error
    if "<template id=" in markup:
        _place_late_parts(root)
    return root


def squeeze(text: str | None) -> str:
    """Return text with runs of white space as one space, ends stripped, and without characters that only break lines.

    Soft hyphens, zero-width spaces and byte order marks hide a word from whoever searches for it. Joiners
    (U+200C, U+200D) and marks of direction stay: Persian, Indic and mixed texts are spelled with them.
    """
    if not text:
        return ""
    if not text.isascii():
        text = text.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")
    return " ".join(text.split())


def letters_of(text: str) -> str:
    """Return the letters and digits of a text in one case: what two spellings of the same words have in common."""
    return _NO_LETTERS.sub("", text.casefold())


def part_names(names: str) -> str:
    """Return class and id values with a dash where a capital parts two words ("articleBody")."""
    return _CAMEL.sub("-", names)


def element_text(element: HtmlElement) -> str:
    """Return the text below an element on one line."""
    return squeeze(str(element.text_content()))


def _place_late_parts(root: HtmlElement) -> None:
    """Put what React streamed behind the page (`<div hidden id="S:1">`) where its browser script would: at the template
    with the same number (`<template id="B:1">`, or P: within another late part)."""
    parts = {
        match.group(1): part
        for part in root.iter("div")
        if "hidden" in part.attrib and (match := _LATE_PART.fullmatch(part.get("id", "")))
    }
    for place in list(root.iter("template")) if parts else ():
        match = _LATE_PLACE.fullmatch(place.get("id", ""))
        part = parts.pop(match.group(1), None) if match else None
        if part is None or part in place.iterancestors():
            continue
        part.tail = None
        place.addprevious(part)
        part.drop_tag()


def _bound_markup(markup: str) -> str:
    if len(markup) > MAX_PAGE_CHARS:
        markup = markup[:MAX_PAGE_CHARS]
    return _LONG_TAG.sub(_bound_tag, markup) if _may_hold_long_tag(markup) else markup


def _may_hold_long_tag(markup: str) -> bool:
    """Return whether anything like a tag is too long. The pattern alone would take as long as the parser."""
    position, step = 0, MAX_TAG_CHARS // 2  # so that a long piece holds a whole step
    while position < len(markup):
        if markup.find("<", position, position + step) >= 0:
            position += step
            continue
        start, end = markup.rfind("<", 0, position), markup.find("<", position + step)
        end = end if end >= 0 else len(markup)
        if start >= 0 and end - start > MAX_TAG_CHARS and markup.find(">", start, start + MAX_TAG_CHARS) < 0:
            return True
        position = end
    return False


def _bound_tag(match: re.Match[str]) -> str:
    tag = match.group()
    return tag if tag.count("=") <= MAX_TAG_ATTRIBUTES else tag.split(maxsplit=1)[0] + " "
