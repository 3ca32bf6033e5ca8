"""Turns what went wrong at the HTTP edge into the errors tree: which kind, which slug, when to come back.

Statuses, exceptions of aiohttp and of the decoders come in; nothing is fetched or decided about schedules here.
"""

from __future__ import annotations

import errno
import math
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from pipeline.errors import DatelineError, Gone, NeverRetry, Refused, RetryLater
from pipeline.fetch.decoding import CutShortError, DecodeError, TooLargeError
from pipeline.fetch.guard import ForbiddenAddressError, Refusal, refuse
from pipeline.fetch.outcomes import REASONS

GONE: Final = frozenset({404, 410})
REFUSED: Final = frozenset({401, 402, 403, 407, 451})
RETRIED: Final = frozenset({408, 421, 425, 429})  # besides every 5xx
MAX_RETRY_AFTER_SECONDS: Final = 7 * 86_400  # beyond a week it is a mistake of the server's
_NO_WAY: Final = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})

# What the exchange of one request may raise, but for cancellation. ValueError: hosts that yarl or IDNA reject.
EXCHANGE_ERRORS: Final = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


def error_of_status(status: int, headers: Mapping[str, str], url: str, *, now: datetime) -> DatelineError:
    """Return the error that an answer with this status means. headers: lower-case names."""
    reason = f"http_{status}"
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return Refused(f"{url}: {REASONS['bot_challenge']}", subject=url, reason="bot_challenge")
    message = f"{url} answers {status}: {REASONS.get(reason, 'not a status a page comes with')}"
    if status in GONE:
        return Gone(message, subject=url, reason=reason)
    if status in REFUSED:
        return Refused(message, subject=url, reason=reason)
    if status in RETRIED or status >= 500 or status < 300 or status == 304:
        wait = parse_retry_after(headers.get("retry-after"), now=now)
        return RetryLater(
            message, subject=url, reason="no_content" if status == 204 else reason, retry_after_seconds=wait
        )
    return NeverRetry(message, subject=url, reason=reason)


def error_of_exception(error: BaseException, url: str) -> DatelineError:
    """Return the error that a failure of the exchange means. Unknown ones come back as "connection_reset"."""
    forbidden = _find_forbidden(error)
    if forbidden is not None:
        return refuse(forbidden, url)
    if isinstance(error, TooLargeError):
        return NeverRetry(f"{url}: {REASONS['too_large']}: {error}", subject=url, reason="too_large")
    if isinstance(error, aiohttp.InvalidURL):
        return refuse(Refusal("bad_url", f"not a URL that can be asked for: {error}"), url)
    if _is_header_overflow(error):
        return NeverRetry(f"{url}: {REASONS['headers_too_large']}", subject=url, reason="headers_too_large")
    if isinstance(error, ValueError) and not isinstance(error, DecodeError | ssl.SSLError):
        return refuse(Refusal("bad_url", f"not a URL that can be asked for: {error}"), url)
    reason = _temporary_reason(error)
    detail = str(error) or type(error).__name__
    return RetryLater(f"{url}: {REASONS[reason]} ({detail[:300]})", subject=url, reason=reason)


def parse_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110 10.2.3), or None when it has none that can be read.

    A number of seconds, or an HTTP-date counted from `now`; past dates give 0, and a week is the most.
    """
    text = (value or "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
            at = at if at.tzinfo else at.replace(tzinfo=UTC)  # asctime form: HTTP-dates are in GMT
            seconds = (at - now).total_seconds()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if math.isnan(seconds):
        return None
    return min(max(seconds, 0.0), float(MAX_RETRY_AFTER_SECONDS))


def _temporary_reason(error: BaseException) -> str:
    if isinstance(error, CutShortError | aiohttp.ClientPayloadError):
        return "truncated"
    if isinstance(error, DecodeError):
        return "bad_encoding"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "dns"
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError | ssl.SSLError):
        return "tls"
    if isinstance(error, aiohttp.ClientConnectorError):
        return _connect_reason(error.os_error)
    if isinstance(error, aiohttp.ClientResponseError):
        return "bad_http"
    return "connection_reset"


def _connect_reason(error: OSError) -> str:
    if error.errno in _NO_WAY:
        return "unreachable"
    if error.errno in (errno.ECONNRESET, errno.EPIPE):
        return "connection_reset"
    if error.errno == errno.ETIMEDOUT:
        return "timeout"
    return "connection_refused" if error.errno == errno.ECONNREFUSED else "unreachable"


def _find_forbidden(error: BaseException) -> Refusal | None:
    inner = getattr(error, "os_error", error)
    return inner.refusal if isinstance(inner, ForbiddenAddressError) else None


def _is_header_overflow(error: BaseException) -> bool:
    # aiohttp tells a header above its limits from other bad HTTP by its message only.
    return isinstance(error, aiohttp.ClientResponseError) and (
        "Got more than" in error.message or "Too many" in error.message
    )
