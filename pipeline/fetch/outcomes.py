"""The words for what a fetch came to: one stable slug a cause, its meaning, and the class it counts in.

Ledger, polls and statistics show these slugs; the feed schedule decides by their class.
"""

from __future__ import annotations

from typing import Literal

FailureClass = Literal[
    "gone", "refused", "rate_limited", "server", "timeout", "dns", "tls", "not_a_feed", "too_large", "network"
]

# slug -> (class, what it means). `http_<status>` stands for every status without a line of its own.
_TABLE: dict[str, tuple[FailureClass, str]] = {
    "http_404": ("gone", "the server says there is no such page"),
    "http_410": ("gone", "the server says the page is gone for good"),
    "http_401": ("refused", "the server asks for a sign-in"),
    "http_402": ("refused", "the server asks for payment"),
    "http_403": ("refused", "the server forbids it"),
    "http_407": ("refused", "a proxy asks for a sign-in"),
    "http_451": ("refused", "withheld for legal reasons"),
    "robots": ("refused", "robots.txt asks crawlers not to"),
    "bot_challenge": ("refused", "the site shows crawlers a challenge instead of the page"),
    "address_forbidden": ("refused", "the address is private, local or reserved"),
    "port": ("refused", "the port is not among those allowed"),
    "scheme": ("refused", "neither http nor https"),
    "userinfo": ("refused", "the URL carries user or password"),
    "bad_url": ("refused", "not a URL that can be asked for"),
    "http_304": ("server", "304 although nothing was known before"),
    "http_408": ("server", "the server gave up waiting"),
    "http_425": ("server", "the server wants it asked later"),
    "http_429": ("rate_limited", "too many requests; wait as Retry-After says"),
    "http_500": ("server", "internal error of the server"),
    "http_502": ("server", "the server's back end fails"),
    "http_503": ("server", "the server is overloaded or in maintenance; wait as Retry-After says"),
    "http_504": ("server", "the server's back end is silent"),
    "http_206": ("server", "only a part of the body, though all was asked for"),
    "no_content": ("server", "a success status without a body"),
    "robots_unreachable": ("server", "robots.txt cannot be read now, so nothing may be (RFC 9309 2.3.1.4)"),
    "bad_http": ("server", "the answer is not HTTP"),
    "bad_encoding": ("server", "the body is not in the content-encoding it names"),
    "truncated": ("network", "the body ended before its announced end"),
    "headers_too_large": ("too_large", "header fields above the limit"),
    "too_large": ("too_large", "the body is above the limit, on the wire or unpacked"),
    "redirect_loop": ("server", "the redirects lead in a circle"),
    "too_many_redirects": ("server", "more redirects than allowed"),
    "bad_redirect": ("server", "a redirect that leads nowhere"),
    "timeout": ("timeout", "no whole answer within the time allowed"),
    "dns": ("dns", "the name has no address"),
    "tls": ("tls", "the certificate or the handshake fails"),
    "connection_refused": ("network", "nobody listens at the address"),
    "connection_reset": ("network", "the connection was cut before an answer"),
    "unreachable": ("network", "no way to the address"),
    "host_busy": ("rate_limited", "the host's turn lies too far ahead; nothing was asked of it"),
    "not_a_feed": ("not_a_feed", "the bytes are no feed in any format we read"),
}

REASONS: dict[str, str] = {slug: meaning for slug, (_, meaning) in _TABLE.items()}


def failure_class(reason: str) -> FailureClass:
    """Return the class a reason counts in. Unknown `http_<status>` go by their hundred, other words are "network"."""
    known = _TABLE.get(reason)
    if known is not None:
        return known[0]
    if reason.startswith("http_4"):
        return "refused"
    return "server" if reason.startswith("http_") else "network"
