from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fetch.content import PAGE_REASONS, judge_page
from pipeline.records import FetchResponse

ASKED = "https://paper.example/2026/01/harbour-wall-opens"
TEXT = "<p>The harbour wall was opened on Monday by the mayor, who thanked the builders for their patience.</p>" * 40


def response(
    body: bytes | str, content_type: str | None = "text/html; charset=utf-8", final: str = ASKED, asked: str = ASKED
) -> FetchResponse:
    raw = body.encode() if isinstance(body, str) else body
    return FetchResponse(
        url=asked,
        final_url=final,
        status_code=200,
        headers=(("Content-Type", content_type),) if content_type else (),
        body=raw,
        fetched_at=datetime(2026, 1, 5, tzinfo=UTC),
        elapsed_seconds=0.1,
        wire_bytes=len(raw),
    )


def page(title: str = "Harbour wall opens | The Paper", body: str = TEXT, head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


ARTICLES = {
    "plain": page(),
    "without_doctype": f"<p>{TEXT}",
    "head_left_open": f"<html><head><title>Wall</title><body>{TEXT}",
    "about_404": page("404 Media sues ministry over records | The Paper"),
    "about_not_found": page("Climbers not found after a week | The Paper"),
    "not_found_in_a_headline": page("Missing plane: wreck not found"),
    "about_access": page("Access denied: how a village lost its road | The Paper"),
    "about_captcha": page("Are you a robot? The end of the captcha"),
    "about_consent": page("Consent: a new law | The Paper"),
    "with_captcha_in_comments": page(body=TEXT + '<div class="g-recaptcha"></div>'),
    "with_sign_in_form": page(body=TEXT + '<form><input type="password" name="p"></form>'),
    "with_cloudflare_script": page(head='<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'),
    "short_news": page(body="<p>The ferry to the islands sails again from Tuesday, the operator said.</p>"),
    "data_only": page(body="", head='<script type="application/ld+json">{"articleBody": "The wall is open."}</script>'),
    "table_era": "<html><body><table><tr><td><font>The ferry sails again from Tuesday.</font></table>",
    "without_markup": "Only words, though said to be a page, and enough of them to read.",
    "utf16": page("Стена открыта").encode("utf-16"),
    "xhtml": '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html><body>' + TEXT + "</body></html>",
}


@pytest.mark.parametrize("body", ARTICLES.values(), ids=ARTICLES)
def test_article_is_let_through(body: str | bytes) -> None:
    assert judge_page(response(body)) is None


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/octet-stream", "application/xhtml+xml", ""])
def test_mislabelled_page_is_still_a_page(content_type: str | None) -> None:
    assert judge_page(response(page(), content_type)) is None


OTHER_FORMATS = {
    "pdf": (b"%PDF-1.7 ...", "application/pdf"),
    "pdf_said_to_be_html": (b"%PDF-1.7 ...", "text/html"),
    "jpeg": (b"\xff\xd8\xff\xe0....", "image/jpeg"),
    "png_said_to_be_html": (b"\x89PNG\r\n\x1a\n", "text/html"),
    "mp4": (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
    "mp3": (b"ID3\x04", "audio/mpeg"),
    "zip": (b"PK\x03\x04...", "application/zip"),
    "word": (b"\xd0\xcf\x11\xe0", "application/msword"),
    "json": (b'{"title": "x"}', "application/json"),
    "script": (b"var x = 1;", "application/javascript"),
    "plain_text": (b"Just words, no markup.", "text/plain"),
    "rss": (b'<?xml version="1.0"?>\n<!-- x --><rss version="2.0"></rss>', "text/html"),
    "atom": (b'\xef\xbb\xbf<feed xmlns="http://www.w3.org/2005/Atom">', "application/atom+xml"),
    "sitemap": (b"<urlset></urlset>", "application/xml"),
    "noise_said_to_be_html": (bytes(range(256)) * 20, "text/html"),
    "unknown_bytes": (b"\x00\x01\x02\x03", None),
    "playlist": (b"#EXTM3U\n", "application/vnd.apple.mpegurl"),
}


@pytest.mark.parametrize(("body", "content_type"), OTHER_FORMATS.values(), ids=OTHER_FORMATS)
def test_other_format_is_not_html(body: bytes, content_type: str | None) -> None:
    assert judge_page(response(body, content_type)) == "not_html"


NO_PAGES = {
    "nothing": ("", "empty"),
    "blanks": (" \n\t ", "empty"),
    "bare_frame": ("<html><head><title>The Paper</title></head><body></body></html>", "empty"),
    "application_shell": (page("The Paper", '<div id="root"></div><script src="/app.js"></script>'), "empty"),
    "comments_only": (page("", "<!-- nothing -->"), "empty"),
    "cloudflare": (page("Just a moment...", "<p>Verify you are human</p><script>window._cf_chl_opt={}</script>"), "bot_challenge"),
    "cloudflare_block": (page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"), "bot_challenge"),
    "datadome": (page("paper.example", '<script src="https://ct.captcha-delivery.com/c.js"></script>'), "bot_challenge"),
    "incapsula": ('<html><body><iframe src="/_Incapsula_Resource?x">Request unsuccessful.</iframe></body></html>', "bot_challenge"),
    "human": (page("Access to this page has been denied", '<div id="px-captcha"></div>'), "bot_challenge"),
    "akamai": ("<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>Reference #18.2</BODY></HTML>", "bot_challenge"),
    "aws_waf": ("<html><head><script>window.gokuProps = {}</script></head><body></body></html>", "bot_challenge"),
    "recaptcha_page": (page("paper.example", '<form>Please confirm.<div class="g-recaptcha"></div></form>'), "bot_challenge"),
    "chinese_check": (page("安全验证", "<p>请完成验证</p>"), "bot_challenge"),
    "404_title": (page("404 Not Found"), "soft_404"),
    "404_in_parts": (page("Page not found - The Paper"), "soft_404"),
    "404_error": (page("Error 404 | The Paper"), "soft_404"),
    "404_long": (page("Oops! The page you are looking for could not be found"), "soft_404"),
    "404_gone": (page("This article is no longer available | The Paper"), "soft_404"),
    "404_spanish": (page("Página no encontrada - El Diario"), "soft_404"),
    "404_german": (page("Seite nicht gefunden – Die Zeitung"), "soft_404"),
    "404_french": (page("Page introuvable | Le Journal"), "soft_404"),
    "404_russian": (page("Страница не найдена — Газета"), "soft_404"),
    "404_arabic": (page("الصفحة غير موجودة | الجريدة"), "soft_404"),
    "404_chinese": (page("页面不存在"), "soft_404"),
    "404_urdu": (page("صفحہ نہیں ملا"), "soft_404"),
    "consent_title": (page("Before you continue to The Paper", "<p>We and our partners use cookies.</p>"), "consent_wall"),
    "consent_german": (page("Zustimmung erforderlich", "<p>Wir verwenden Cookies.</p>"), "consent_wall"),
    "login_form": (page("Log in | The Paper", '<form><input name="u"><input type="password"></form>'), "login_wall"),
    "login_russian": (page("Вход", '<form>Логин <input type=password></form>'), "login_wall"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "reason"), NO_PAGES.values(), ids=NO_PAGES)
def test_what_is_no_page_is_named(body: str, reason: str) -> None:
    assert judge_page(response(body)) == reason
    assert reason in PAGE_REASONS


@pytest.mark.parametrize(
    ("final", "reason"),
    [
        ("https://paper.example/2026/01/harbour-wall-opens/", None),
        ("https://www.paper.example/news/harbour", None),
        ("https://paper.example/404", "soft_404"),
        ("https://paper.example/errors/404.html", "soft_404"),
        ("https://paper.example/page-not-found", "soft_404"),
        ("https://paper.example/", "soft_404"),
        ("https://paper.example", "soft_404"),
        ("https://consent.paper.example/collect?to=x", "consent_wall"),
        ("https://paper.example/privacy-wall?from=x", "consent_wall"),
        ("https://login.paper.example/?next=x", "login_wall"),
        ("https://paper.example/login?next=/2026", "login_wall"),
        ("https://paper.example/subscribe", "login_wall"),
        ("https://paper.example/news/consent-law-passes", None),
        ("https://paper.example/news/login-fraud-rises", None),
    ],
)
def test_where_redirects_lead_tells(final: str, reason: str | None) -> None:
    assert judge_page(response(page(), final=final)) == reason


def test_front_page_that_was_asked_for_is_no_error() -> None:
    assert judge_page(response(page(), asked="http://paper.example", final="https://www.paper.example/")) is None


def test_page_in_another_charset_has_its_title_read() -> None:
    body = page("Страница не найдена").encode("cp1251")
    assert judge_page(response(body, "text/html; charset=windows-1251")) == "soft_404"


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.binary(max_size=300)
    | st.text(alphabet="<>!-/ \"'=sctypleb?xmdioahr", max_size=300).map(str.encode)
    | st.lists(st.sampled_from(["<!--", "-->", "<script", "</script>", "<?x", "?>", "<title>", "<", ">", "x"])).map(
        lambda parts: "".join(parts).encode()
    )
)
def test_no_bytes_break_the_judge(body: bytes) -> None:
    assert judge_page(response(body)) in (None, *PAGE_REASONS)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece", [b"<", b"<!--", b"<?x?>", b"<!-- -->", b"<script", b"<title", b"<input ", b"404 ", b"<p"]
)
def test_hostile_markup_costs_no_more_than_its_length(piece: bytes) -> None:
    judge_page(response(piece * (2**20 // len(piece))))
