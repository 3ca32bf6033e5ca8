"""Page bytes to text. One function, so that the fetch edge's decoder is used in one place."""

from __future__ import annotations

import re

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096


def decode_page(page_html: bytes | str, content_type: str | None) -> str:
    """Return a page as text, by its byte order mark, the header, its own declaration, or UTF-8."""
    if isinstance(page_html, str):
        return page_html
    try:
        return page_html.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    named = _HEADER.search(content_type or "")
    declared = _DECLARED.search(page_html[:_HEAD_BYTES])
    for label in (named.group(1) if named else None, declared.group(1).decode("ascii") if declared else None):
        try:
            if label:
                return page_html.decode(label, "replace")
        except LookupError:
            continue
    return page_html.decode("utf-8" if b"\xc3" in page_html else "windows-1252", "replace")
