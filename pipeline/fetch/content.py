"""What an answer with status 200 really is, where it is no page to read: told from its bytes, title and address.

Pure, and careful: a wrong word here loses an article, so that each rule wants a clear mark, and most of them a nearly
empty page besides. What looks like a page goes on to the extractor, which has its own word on articles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from pipeline.charset import decode_html
from pipeline.records import FetchResponse
from pipeline.walls import CHALLENGE_TITLE, CONSENT_TITLE, LOGIN_TITLE, NOT_FOUND_TITLE, title_parts

# slug -> what it means. All of them end an entry as "not an article", but for a challenge, which is a refusal.
PAGE_REASONS: Final = {
    "not_html": "the address leads to a file, picture, video or feed, not to a page",
    "empty": "the page has no text, nor any data an article could be read from",
    "bot_challenge": "the site shows crawlers a challenge instead of the page",
    "consent_wall": "the site wants consent before it shows the page",
    "login_wall": "the site wants a sign-in before it shows the page",
    "soft_404": "the page says it is not there, though its status says it is",
}

HEAD_BYTES: Final = 64 * 2**10  # titles and markers stand at the top
THIN_CHARS: Final = 1_500  # walls and challenges say less; an article's page with menus says more
COUNTED_BYTES: Final = 2**20  # a page without a word in its first MiB is no page
COUNTED_CHARS: Final = 2 * THIN_CHARS
BARE_CHARS: Final = 600  # nothing but a form or a picture
FEW_PARAGRAPHS: Final = 8  # below it a page is looked at closely
MAX_TITLE_CHARS: Final = 200
NOISE_BYTES: Final = 4 * 2**10
NOISE_RATIO: Final = 0.03  # of control characters: text has none, random bytes a tenth
EMPTY_CHARS: Final = 20  # "Loading..." is no text

_BINARY_TYPES: Final = re.compile(
    r"^(?:image|audio|video|font|model)/"
    r"|^application/(?:pdf|zip|gzip|x-gzip|x-7z-compressed|x-rar|vnd\.|msword|rtf|epub|octet-stream|x-shockwave|x-tar"
    r"|json|javascript|rss|atom|feed\+json|x-mpegurl|x-bittorrent)"
    r"|^text/(?:css|javascript|csv|calendar)"
)
_MAGIC: Final = (
    b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"RIFF", b"\x1f\x8b", b"OggS", b"ID3", b"Rar!",
    b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"#EXTM3U", b"{\\rtf", b"wOFF", b"wOF2", b"\x1aE\xdf\xa3",
)  # fmt: skip
_MARKUP: Final = re.compile(
    rb"<!doctype\s+html\b|<(?:html|head|body|title|meta|div|article|main|section|p|table|br)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_FEED_ROOT: Final = re.compile(
    rb"^(?>\s+|<\?.*?\?>|<!--.*?-->)*+<(?:rss|feed|rdf:rdf|urlset|sitemapindex)\b", re.IGNORECASE | re.DOTALL
)
_HIDDEN: Final = {b"<!--": b"-->", b"<script": b"</script", b"<style": b"</style", b"<title": b"</title"}
_HIDDEN_INITIALS: Final = frozenset((b"!", b"s", b"t"))
_TITLE: Final = re.compile(r"<title\b[^<>]*>", re.IGNORECASE)
_ARTICLE_DATA: Final = re.compile(
    rb"articleBody|__NEXT_DATA__|__NUXT__|window\.__[A-Z_]*STATE|Fusion\.globalContent", re.IGNORECASE
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PASSWORD: Final = re.compile(rb"<input[^<>]{1,300}?type\s*=\s*[\"']?password", re.IGNORECASE)

# Marks that only a challenge page carries, each with the product it belongs to.
_CHALLENGE_MARKS: Final = (
    b"_cf_chl_opt",  # Cloudflare; its other scripts stand in ordinary pages too
    b"cf-browser-verification",
    b"window.gokuProps",  # AWS WAF
    b"sucuri_cloudproxy_js",
    b"window._pxAppId",  # HUMAN
    b"px-captcha",
    b"_Incapsula_Resource",  # Imperva
    b"captcha-delivery.com",  # DataDome
    b"/_sec/cp_challenge",  # Akamai
    b"/.well-known/sgcaptcha",  # SiteGround
    b"ddos-guard",
    b"ak-challenge",
    b"g-recaptcha",
    b"h-captcha",
    b"cf-turnstile",
)
_NOT_FOUND_PATH: Final = re.compile(
    r"/(?:404|not-?found|page-?not-?found|error-?404|errors?)(?:\.\w+|/|$)", re.IGNORECASE
)
_CONSENT_HOST: Final = re.compile(r"^(?:consent|cmp|cookie-?consent|privacy-?(?:wall|gate)|gdpr)\.", re.IGNORECASE)
_CONSENT_PATH: Final = re.compile(
    r"/(?:consent|collectconsent|cookie-?(?:wall|consent|check)|privacy-?(?:wall|gate)|gdpr-?consent|zustimmung)(?:[/.?]|$)",
    re.IGNORECASE,
)
_LOGIN_HOST: Final = re.compile(
    r"^(?:login|signin|sign-in|accounts?|auth|sso|id|identity|secure-?login)\.", re.IGNORECASE
)
_LOGIN_PATH: Final = re.compile(
    r"/(?:log-?in|sign-?in|signon|sso|oauth2?|authorize|wp-login\.php|users?/(?:log-?in|sign_in)|account/(?:log-?in|signin)"
    r"|subscribe(?:/login)?|paywall|registrati(?:on|e)|register|anmelden|connexion)(?:[/.?]|$)",
    re.IGNORECASE,
)


def judge_page(response: FetchResponse) -> str | None:
    """Return why an answer is no page to read, as a slug of PAGE_REASONS; None when it may be one."""
    page = _Page(response)
    if _is_other_format(page):
        return "not_html"
    if not response.body.strip():
        return "empty"
    moved = _judge_move(response.url, response.final_url)
    if moved is not None:
        return moved
    if _is_challenge(page):
        return "bot_challenge"
    if any(NOT_FOUND_TITLE.fullmatch(part) for part in page.title_parts):
        return "soft_404"
    if page.text_size < COUNTED_CHARS and any(CONSENT_TITLE.fullmatch(part) for part in page.title_parts):
        return "consent_wall"
    if any(LOGIN_TITLE.fullmatch(part) for part in page.title_parts) and _PASSWORD.search(response.body):
        return "login_wall"
    if page.has_few_paragraphs and not page.has_text and not _ARTICLE_DATA.search(response.body):
        return "empty"
    return None


@dataclass
class _Page:
    """An answer with what several rules ask of it, worked out once and only when asked."""

    response: FetchResponse

    @cached_property
    def media_type(self) -> str:
        return (self.response.content_type or "").partition(";")[0].strip().lower()

    @cached_property
    def head(self) -> bytes:
        return self.response.body[:HEAD_BYTES]

    @cached_property
    def title_parts(self) -> tuple[str, ...]:
        text = decode_html(self.head, self.response.content_type)[0]
        found = _TITLE.search(text)
        title = " ".join(text[found.end() :].partition("</")[0][:MAX_TITLE_CHARS].split()) if found else ""
        return title_parts(title)

    @property
    def has_few_paragraphs(self) -> bool:
        return self.response.body.count(b"<p") < FEW_PARAGRAPHS

    @property
    def has_text(self) -> bool:
        return _count_text(self.response.body[:COUNTED_BYTES].lower(), EMPTY_CHARS) >= EMPTY_CHARS

    @cached_property
    def text_size(self) -> int:
        """Bytes of visible text, roughly, and counted no further than the rules ask."""
        return _count_text(self.response.body[:COUNTED_BYTES].lower(), COUNTED_CHARS)


def _is_other_format(page: _Page) -> bool:
    start = page.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(_MAGIC) or start[4:8] == b"ftyp" or _FEED_ROOT.match(start):
        return True
    if _MARKUP.search(page.head) or not start:
        return False  # servers mislabel pages; markup is markup
    return bool(_BINARY_TYPES.match(page.media_type)) or "html" not in page.media_type or _is_noise(page)


def _is_noise(page: _Page) -> bool:
    text = decode_html(page.head[:NOISE_BYTES], page.response.content_type)[0]
    return len(_CONTROLS.findall(text)) > len(text) * NOISE_RATIO


def _judge_move(asked: str, final: str) -> str | None:
    """Return what the address tells that redirects led to."""
    a, b = urlsplit(asked), urlsplit(final)
    if (a.hostname, a.path) == (b.hostname, b.path):
        return None
    host = b.hostname or ""
    if _CONSENT_HOST.match(host) or (_CONSENT_PATH.search(b.path) and not _CONSENT_PATH.search(a.path)):
        return "consent_wall"
    if (_LOGIN_HOST.match(host) and host != a.hostname) or (
        _LOGIN_PATH.search(b.path) and not _LOGIN_PATH.search(a.path)
    ):
        return "login_wall"
    if _NOT_FOUND_PATH.search(b.path) and not _NOT_FOUND_PATH.search(a.path):
        return "soft_404"
    if b.path in ("", "/") and not b.query and (a.path not in ("", "/") or a.query):
        return "soft_404"  # an article's address that leads to the front page
    return None


def _is_challenge(page: _Page) -> bool:
    if any(CHALLENGE_TITLE.fullmatch(part) for part in page.title_parts[:1]) and page.text_size < THIN_CHARS:
        return True
    if any(CHALLENGE_TITLE.fullmatch(part) for part in page.title_parts) and page.text_size < BARE_CHARS:
        return True
    if not page.has_few_paragraphs or not any(mark in page.response.body for mark in _CHALLENGE_MARKS):
        return False
    return page.text_size < BARE_CHARS and not _ARTICLE_DATA.search(page.response.body)


def _count_text(body: bytes, limit: int) -> int:
    """Return the bytes outside markup, up to a little more than the limit. body: in lower case.

    A scan by hand: every byte is looked at once, whatever is left open in it.
    """
    size, position = 0, max(0, body.find(b"<body"))
    while size <= limit:
        start = body.find(b"<", position)
        if start < 0:
            return size + len(body[position:].strip())
        size += len(body[position:start].strip())
        closing = b">"
        if body[start + 1 : start + 2] in _HIDDEN_INITIALS:
            closing = next((end for opening, end in _HIDDEN.items() if body.startswith(opening, start)), closing)
        end = body.find(closing, start)
        if end < 0:
            return size
        position = end + len(closing)
    return size
