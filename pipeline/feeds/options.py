"""What an operator may set for one feed, read from how people write it: filters, headers, interval. Decisions only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from pipeline.errors import BadInput

SHORTEST_INTERVAL_SECONDS = 60  # a run starts every minute
LONGEST_INTERVAL_SECONDS = 7 * 86_400
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_INTERVAL = re.compile(r"(\d{1,7})\s*([smhd]?)", re.IGNORECASE)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token of RFC 9110 5.6.2
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "if-none-match"})
PUBLIC_HEADERS = frozenset({"user-agent", "accept", "accept-language"})  # others may be keys
_YES = frozenset({"yes", "true", "1", "on"})
_NO = frozenset({"no", "false", "0", "off", ""})


def read_pattern(text: str) -> str | None:
    """Return a filter's pattern, None of an empty text. Raises BadInput saying where it is no regular expression."""
    try:
        re.compile(text)
    except re.error as error:
        raise BadInput(
            f"{text!r} is no regular expression ({error}); escape special characters with \\", subject=text
        ) from error
    return text or None


def read_interval(text: str) -> int | None:
    """Return the seconds of an interval such as 900, 15m, 2h or 1d; None of "auto" and of nothing.

    Raises BadInput with the bounds.
    """
    text = text.strip()
    if text.lower() in ("", "auto"):
        return None
    found = _INTERVAL.fullmatch(text)
    seconds = int(found.group(1)) * _UNITS[found.group(2).lower()] if found else 0
    if not SHORTEST_INTERVAL_SECONDS <= seconds <= LONGEST_INTERVAL_SECONDS:
        raise BadInput(f"{text!r} is no interval; write 15m, 2h or 1d, from 1m to 7d, or auto", subject=text)
    return seconds


def read_headers(lines: list[str] | tuple[str, ...]) -> dict[str, str]:
    """Return request headers of lines "Name: value"; an empty value takes the header away.

    Raises BadInput for what is no header, and for those that the client makes itself.
    """
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or not _HEADER_NAME.fullmatch(name):
            raise BadInput(f'{line!r} is no header; write it as "Name: value"', subject=line)
        if name.lower() in _OURS:
            raise BadInput(f"{name} is made for each request and cannot be set", subject=line)
        if not value.isprintable() or not value.isascii():
            raise BadInput(f"the value of {name} has characters that no header may have", subject=name)
        headers[name] = value
    return headers


def merge_headers(known: dict[str, str], changed: dict[str, str]) -> dict[str, str]:
    """Return headers with changes made, names compared without case; an empty value takes one away."""
    gone = {name.lower() for name in changed}
    kept = {name: value for name, value in known.items() if name.lower() not in gone}
    return kept | {name: value for name, value in changed.items() if value}


def headers_for_page(headers: Mapping[str, str], *, feed_url: str, page_url: str) -> tuple[tuple[str, str], ...]:
    """Return the feed's headers that go with the request of one of its pages.

    Pages stand where strangers say; what may be a key goes to the feed's own host only, and never less securely.
    """
    feed, page = urlsplit(feed_url), urlsplit(page_url)
    is_own = feed.netloc.lower() == page.netloc.lower() and (page.scheme == "https" or feed.scheme == "http")
    return tuple(sorted((name, value) for name, value in headers.items() if is_own or name.lower() in PUBLIC_HEADERS))


def read_switch(text: str) -> bool | None:
    """Return yes or no; None of nothing. Raises BadInput for any other word."""
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False if word else None
    raise BadInput(f"{text!r} is neither yes nor no", subject=text)
