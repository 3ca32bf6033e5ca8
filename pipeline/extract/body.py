"""The article's body: trafilatura's fast path, its full path when the fast one found little."""

from __future__ import annotations

import logging
import unicodedata

import trafilatura
from lxml.html import HtmlElement

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

MIN_BODY_CHARS = 250


def extract_paragraphs(root: HtmlElement, url: str | None) -> tuple[list[str], str]:
    """Return (paragraphs, which path gave them); ([], "") when the page has no body."""
    found = _run(root, url, fast=True)
    if sum(map(len, found)) >= MIN_BODY_CHARS:
        return found, "trafilatura-fast"
    fuller = _run(root, url, fast=False)
    if sum(map(len, fuller)) > sum(map(len, found)):
        return fuller, "trafilatura"
    return found, "trafilatura-fast" if found else ""


def _run(root: HtmlElement, url: str | None, *, fast: bool) -> list[str]:
    try:
        document = trafilatura.bare_extraction(root, url=url, fast=fast, include_comments=False)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return []
    text = getattr(document, "text", None) or ""
    return [line.strip() for line in unicodedata.normalize("NFC", text).split("\n") if line.strip()]
