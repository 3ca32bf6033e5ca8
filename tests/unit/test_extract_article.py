"""Page bytes to Article: where each value comes from, what is no article, and what hostile pages may not do."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.article import extract_article
from pipeline.records import Article, ClaimedTime, FeedEntry, Page

URL = "https://www.harbourtimes.example/2024/05/06/world/tunnel-opens"
PARAGRAPHS = [
    "The tunnel under the strait opened on Monday after nine years of work, two ministers and one burst pipe.",
    "Engineers said that the first train had carried nothing but sandbags, and that nobody had complained so far.",
    "Ferry companies expect to lose a third of their passengers, according to a study that the port paid for.",
    "A second tube is planned, although nobody could say on Monday who would pay for it or when.",
]


def page_html(*, head: str = "", body: str | None = None, title: str = "Tunnel under the strait opens") -> str:
    text = body if body is not None else "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    return (
        f'<html lang="en"><head><title>{title} | Harbour Times</title><meta property="og:site_name" content="Harbour Times">'
        f"{head}</head><body><header><a href='/'>Harbour Times</a></header><main><article><h1>{title}</h1>{text}</article>"
        "</main></body></html>"
    )


def json_ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def extract(html: str | bytes, url: str | None = URL, entry: FeedEntry | None = None) -> Article:
    return extract_article(Page(html=html, url=url, entry=entry))


def test_body_is_the_articles_paragraphs_one_a_line() -> None:
    article = extract(page_html())
    assert article.text.split("\n") == PARAGRAPHS
    assert article.is_article
    assert article.word_count == sum(len(one.split()) for one in PARAGRAPHS)
    assert article.value_sources["text"] == "reader"


def test_title_loses_the_sites_name() -> None:
    assert extract(page_html()).title == "Tunnel under the strait opens"


def test_title_without_heading_or_claims_is_the_longest_part_of_the_title_element() -> None:
    html = page_html().replace("<h1>Tunnel under the strait opens</h1>", "")
    assert extract(html).title == "Tunnel under the strait opens"


def test_heading_that_links_to_the_front_page_is_no_headline() -> None:
    html = page_html().replace("<main>", '<h1><a href="/">Harbour and coast today</a></h1><main>')
    assert extract(html).title == "Tunnel under the strait opens"


def test_kicker_before_the_headline_is_left_out() -> None:
    head = '<meta property="og:title" content="Tunnel under the strait opens">'
    html = page_html(head=head).replace("<h1>", "<h1><span>Transport:</span> ")
    assert extract(html).title == "Tunnel under the strait opens"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"@type": "NewsArticle", "datePublished": "2024-05-06T08:00:00+02:00"}, id="object"),
        pytest.param([{"@type": "NewsArticle", "datePublished": "2024-05-06T08:00:00+02:00"}], id="array"),
        pytest.param(
            {"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], "datePublished": "2024-05-06T08:00:00+02:00"}]},
            id="graph",
        ),
    ],
)
def test_json_ld_article_is_found_in_every_shape(data: object) -> None:
    article = extract(page_html(head=json_ld(data)))
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-05-06T08:00:00+02:00"
    assert article.value_sources["published_at"] == "json-ld"


@pytest.mark.parametrize(
    "script",
    [
        pytest.param('{"@type":"NewsArticle","datePublished":"2024-05-06",}', id="trailing_comma"),
        pytest.param('{"@type":"NewsArticle","headline":"a\nb","datePublished":"2024-05-06"}', id="raw_newline"),
        pytest.param('//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2024-05-06"}\n//]]>', id="cdata"),
        pytest.param(
            '{"@type":"NewsArticle","datePublished":"2024-05-06","description":"a "quoted" word"}', id="quotes"
        ),
        pytest.param('{"@type":"NewsArticle","datePublished":"2024-05-06"} {"@type":"Thing"}', id="two_objects"),
    ],
)
def test_broken_json_ld_still_gives_its_date(script: str) -> None:
    article = extract(page_html(head=f'<script type="application/ld+json">{script}</script>'), url=None)
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-05-06"


def test_json_ld_of_another_page_is_not_taken_for_this_one() -> None:
    nodes = [
        {"@type": "NewsArticle", "url": "https://www.harbourtimes.example/other", "datePublished": "2020-01-02",
         "headline": "Other", "author": {"name": "Otto Other"}, "image": "x"},
        {"@type": "NewsArticle", "url": URL, "datePublished": "2024-05-06", "author": {"name": "Ada Right"}},
    ]  # fmt: skip
    article = extract(page_html(head=json_ld(nodes)))
    assert article.authors == ("Ada Right",)
    assert article.published_at is not None
    assert article.published_at.at.year == 2024


def test_author_by_reference_is_resolved_in_the_graph() -> None:
    graph = {"@graph": [
        {"@type": "NewsArticle", "author": {"@id": "#p1"}},
        {"@type": "Person", "@id": "#p1", "name": "Mira Holt"},
    ]}  # fmt: skip
    assert extract(page_html(head=json_ld(graph))).authors == ("Mira Holt",)


@pytest.mark.parametrize(
    ("claim", "names"),
    [
        pytest.param("By Jane Doe", ("Jane Doe",), id="by"),
        pytest.param("Jane Doe and John Roe", ("Jane Doe", "John Roe"), id="and"),
        pytest.param("Jane Doe, John Roe, Mira Holt", ("Jane Doe", "John Roe", "Mira Holt"), id="commas"),
        pytest.param("Von Erika Muster und Max Beispiel", ("Erika Muster", "Max Beispiel"), id="german"),
        pytest.param("Jane Doe, Senior Editor", ("Jane Doe",), id="role"),
        pytest.param("JANE DOE", ("Jane Doe",), id="capitals"),
        pytest.param("Jane Doe; Harbour Times", ("Jane Doe",), id="outlet_mixed_in"),
    ],
)
def test_byline_becomes_names(claim: str, names: tuple[str, ...]) -> None:
    assert extract(page_html(head=f'<meta name="author" content="{claim}">')).authors == names


def test_address_as_author_is_no_name() -> None:
    head = '<meta property="article:author" content="https://www.facebook.com/harbourtimes">'
    assert extract(page_html(head=head)).authors == ()


def test_visible_byline_names_the_author() -> None:
    body = '<div class="byline">By <a href="/author/mira-holt">Mira Holt</a></div>' + "".join(
        f"<p>{one}</p>" for one in PARAGRAPHS
    )
    article = extract(page_html(body=body))
    assert article.authors == ("Mira Holt",)
    assert article.text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "name", ["Fjord Wire", "The Coast News Agency", "Küsten-Presse-Agentur", "Agence de presse du Port"]
)
def test_agency_that_calls_itself_so_is_no_author(name: str) -> None:
    node = {"@type": "NewsArticle", "author": {"@type": "Organization", "name": name}}
    assert extract(page_html(head=json_ld(node))).authors == ()
    assert (
        extract(page_html(body=f'<p class="byline">{name}</p>' + "".join(f"<p>{p}</p>" for p in PARAGRAPHS))).authors
        == ()
    )


def test_known_agency_as_author_is_the_wire_agency() -> None:
    node = {"@type": "NewsArticle", "author": [{"@type": "Organization", "name": "Reuters"}, {"name": "Jane Doe"}]}
    article = extract(page_html(head=json_ld(node)))
    assert article.wire_agency == "Reuters"
    assert "Jane Doe" in article.authors


OLD_PAGE = """<HTML><HEAD><TITLE>{title}</TITLE></HEAD><BODY><TABLE><TR><TD COLSPAN=2><A HREF="/"><B>Quay Courier</B></A></TD>
<TR><TD><A HREF="/2">Ferries return to the bay after a long winter</A><TD><FONT SIZE=1>Harbour</FONT>
{headline}<FONT SIZE=1>{byline}</FONT>{text}</TABLE></BODY></HTML>"""
OLD_PARAGRAPHS = [
    *PARAGRAPHS,
    *(one.replace("Monday", "Sunday").replace(" that ", " then that ") for one in PARAGRAPHS),
]
OLD_TITLE = "Tunnel opens: nine years, one burst pipe"


def old_page(title: str, headline: str, byline: str = "06.05.2024 09:15 Jane Doe") -> str:
    text = "".join(f"<P>{one}" for one in OLD_PARAGRAPHS)
    return OLD_PAGE.format(title=title, headline=headline, byline=byline, text=text)


@pytest.mark.parametrize("title", [f"Quay Courier: {OLD_TITLE}", f"{OLD_TITLE} - Quay Courier", f"{OLD_TITLE} | Home"])
@pytest.mark.parametrize("headline", [f"<H2>{OLD_TITLE}</H2>", f"<P><B>{OLD_TITLE}</B></P>", f"<H1>{OLD_TITLE}</H1>"])
def test_old_page_without_claims_gives_its_headline_and_keeps_it_out_of_the_body(title: str, headline: str) -> None:
    article = extract(old_page(title, headline))
    assert article.title == OLD_TITLE
    assert OLD_TITLE not in article.text
    assert article.text.split("\n")[-len(OLD_PARAGRAPHS) :] == OLD_PARAGRAPHS


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("06.05.2024 09:15 Jane Doe", ("Jane Doe",)),
        ("2024-05-06, J. Doe", ("J. Doe",)),
        ("06/05/2024 09:15:30 | Айгуль Доу", ("Айгуль Доу",)),
        ("06.05.2024 09:15 Fjordpress", ()),
        ("06.05.2024 09:15", ()),
        ("06.05.2024 09:15 новости дня", ()),
    ],
    ids=["name", "initial", "cyrillic", "one_word", "no_name", "small_letters"],
)
def test_line_of_day_hour_and_name_names_the_author(byline: str, names: tuple[str, ...]) -> None:
    assert extract(old_page(f"Quay Courier: {OLD_TITLE}", f"<H2>{OLD_TITLE}</H2>", byline)).authors == names


def test_date_in_the_address_is_a_day_not_an_instant() -> None:
    article = extract(page_html())
    assert article.published_at == ClaimedTime(datetime(2024, 5, 6, tzinfo=UTC), precision="day", source="url")


def test_time_without_zone_says_that_utc_was_assumed() -> None:
    head = '<meta property="article:published_time" content="2024-05-06T08:00:00">'
    published = extract(page_html(head=head)).published_at
    assert published is not None
    assert (published.zone, published.source) == ("assumed", "meta")


def test_time_after_the_fetch_is_not_believed() -> None:
    head = '<meta property="article:published_time" content="2031-01-01T00:00:00Z">'
    page = Page(html=page_html(head=head), url=URL, fetched_at=datetime(2024, 5, 7, tzinfo=UTC))
    published = extract_article(page).published_at
    assert published is not None
    assert published.at.year == 2024


def test_modified_is_kept_only_when_it_is_later() -> None:
    data = {"@type": "NewsArticle", "datePublished": "2024-05-06T08:00:00Z", "dateModified": "2024-05-06T08:00:00Z"}
    assert extract(page_html(head=json_ld(data))).modified_at is None
    article = extract(page_html(head=json_ld({**data, "dateModified": "2024-05-07T08:00:00Z"})))
    assert article.modified_at is not None


def test_feed_gives_what_the_page_does_not_say() -> None:
    entry = FeedEntry(
        key="1", url=URL, guid=None, title="Tunnel under the strait opens", authors=("Mira Holt",), tags=("transport",),
        published_at=ClaimedTime(datetime(2024, 5, 6, 9, tzinfo=UTC), source="feed"),
    )  # fmt: skip
    article = extract(page_html(), url="https://www.harbourtimes.example/tunnel", entry=entry)
    assert article.authors == ("Mira Holt",)
    assert article.tags == ("transport",)
    assert article.value_sources["published_at"] == "feed"


def test_feeds_full_text_is_the_body_where_the_page_has_none() -> None:
    content = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    entry = FeedEntry(key="1", url=URL, guid=None, title="Tunnel", content=content)
    article = extract(page_html(body="<div id='app'></div>"), entry=entry)
    assert article.text.split("\n") == PARAGRAPHS
    assert article.value_sources["text"] == "feed"


def test_body_that_stands_in_json_ld_only_is_found() -> None:
    data = {"@type": "NewsArticle", "articleBody": "\n\n".join(PARAGRAPHS)}
    article = extract(page_html(head=json_ld(data), body="<div id='root'></div>"))
    assert article.text.split("\n") == PARAGRAPHS
    assert article.value_sources["text"] == "json-ld"


def test_standfirst_outside_the_body_is_kept_when_the_head_says_the_same() -> None:
    lead = "Nine years, two ministers: the crossing that nobody believed in takes its first passengers."
    body = f'<div class="intro"><p>{lead}</p></div><div class="article-body">' + "".join(
        f"<p>{p}</p>" for p in PARAGRAPHS
    )
    article = extract(page_html(head=f'<meta name="description" content="{lead}">', body=body + "</div>"))
    assert article.text.split("\n") == [lead, *PARAGRAPHS]
    assert article.subtitle == lead


def test_paragraph_that_another_container_says_again_is_kept_once() -> None:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS) + f"<div><p>{PARAGRAPHS[0]}</p></div>"
    article = extract(page_html(body=body))
    assert article.text.split("\n") == PARAGRAPHS
    assert PARAGRAPHS[0] in article.removed


def test_refrain_of_the_writer_is_kept() -> None:
    lines = [*PARAGRAPHS, PARAGRAPHS[0]]
    assert extract(page_html(body="".join(f"<p>{one}</p>" for one in lines))).text.split("\n") == lines


def test_program_text_between_a_guides_paragraphs_is_part_of_it() -> None:
    code = "<pre>for (let i = 0; i &lt; 3; i++) { pump(i); } // [three]</pre>"
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    assert "pump(i);" in extract(page_html(body=body.replace("</p>", f"</p>{code}", 1))).text
    assert "pump(i);" not in extract(page_html(body=body + code)).text


def test_list_is_judged_as_a_whole() -> None:
    links = [f'<li><a href="/{n}">pump number {n} was lent by the harbour of Dorning</a></li>' for n in range(2)]
    prose = (
        "<li>Nobody could say on Monday where the other pumps had gone, although eleven people had signed for them.</li>"
        * 2
    )
    first, rest = f"<p>{PARAGRAPHS[0]}</p>", "".join(f"<p>{one}</p>" for one in PARAGRAPHS[1:])
    assert "pump number 1" in extract(page_html(body=f"{first}<ul>{prose}{links[0]}{links[1]}</ul>{rest}")).text
    assert (
        "pump number 1"
        not in extract(page_html(body=f"{first}<ul>{links[0]}{links[1]}</ul><ul>{prose}</ul>{rest}")).text
    )


def test_anchor_made_of_a_heading_does_not_make_its_section_furniture() -> None:
    section = f'<section id="sharing-the-menu-of-the-first-train"><h2>Sharing the menu of the first train</h2><p>{PARAGRAPHS[3]}</p></section>'
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS[:3])
    assert extract(page_html(body=body + section)).text.split("\n")[-1] == PARAGRAPHS[3]


def test_canonical_on_another_site_is_not_believed() -> None:
    head = '<link rel="canonical" href="https://elsewhere.example/2024/05/06/world/tunnel-opens">'
    assert (
        extract(page_html(head=head)).canonical_url == "https://www.harbourtimes.example/2024/05/06/world/tunnel-opens"
    )


def test_paywall_is_what_the_publisher_says() -> None:
    assert extract(page_html(head=json_ld({"@type": "NewsArticle", "isAccessibleForFree": "False"}))).is_paywalled
    assert not extract(page_html()).is_paywalled


def test_accents_come_out_composed() -> None:
    body = "".join(f"<p>{one}</p>" for one in ["Cafe\u0301 " + PARAGRAPHS[0], *PARAGRAPHS[1:]])
    assert extract(page_html(body=body)).text.startswith("Caf\u00e9 ")


def test_signs_that_only_say_where_to_break_a_word_are_left_out_and_joiners_stay() -> None:
    body = "".join(
        f"<p>{one}</p>" for one in ["\ufeffTun\u00adnel\u200b می\u200cخواهم " + PARAGRAPHS[0], *PARAGRAPHS[1:]]
    )
    assert extract(page_html(body=body)).text.startswith(f"Tunnel می\u200cخواهم {PARAGRAPHS[0]}\n")


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        pytest.param("", URL, "empty", id="nothing"),
        pytest.param("just words", URL, "empty", id="no_markup"),
        pytest.param("<html><body></body></html>", URL, "empty", id="empty_body"),
        pytest.param(
            "<html><head><title>404 - Page not found</title></head><body><p>Sorry, there is nothing here.</p></body></html>",
            URL, "error", id="error",
        ),
        pytest.param(
            "<html><head><title>Just a moment...</title></head><body><p>Checking your browser.</p></body></html>",
            URL, "challenge", id="robot_check",
        ),
        pytest.param(
            "<html><head><title>Log in - Harbour Times</title></head><body><form><p>E-mail</p></form></body></html>",
            URL, "login", id="login",
        ),
        pytest.param(
            "<html><head><title>Harbour Times</title></head><body>"
            + "".join(f"<div><h2><a href='/{n}'>A headline of some length, number {n}</a></h2></div>" for n in range(60))
            + "</body></html>",
            "https://www.harbourtimes.example/category/world", "listing", id="listing",
        ),
    ],
)  # fmt: skip
def test_what_is_no_article_says_why(html: str, url: str, reason: str) -> None:
    article = extract(html, url)
    assert not article.is_article
    assert article.not_article_reason == reason


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 100_000 + "deep", id="nested_tags"),
        pytest.param("<p " + " ".join(f'a{n}="x"' for n in range(200_000)) + ">text</p>", id="attributes"),
        pytest.param("<p>a\x00b\x00</p>" * 1000, id="null_bytes"),
        pytest.param("<!--" + "x" * 100_000, id="unclosed_comment"),
        pytest.param("<script>" + "{" * 100_000, id="unclosed_script"),
        pytest.param('<script type="application/ld+json">' + "[" * 100_000 + "</script><p>x</p>", id="nested_json"),
        pytest.param("<a href='http://[bad'>x</a><link rel=canonical href='http://[bad'>", id="bad_addresses"),
        pytest.param("<p>" + "a." * 300_000 + "</p>", id="long_word"),
        pytest.param("<table>" * 3_000, id="tables"),
        pytest.param("\ud800<p>surrogate</p>", id="lone_surrogate"),
    ],
)
def test_hostile_page_ends_with_an_answer(html: str) -> None:
    assert isinstance(extract(html), Article)


def test_deep_page_keeps_its_text() -> None:
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    assert extract(page_html(body="<div>" * 600 + text)).text.split("\n") == PARAGRAPHS


WORDS = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12)
SENTENCES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
TAGS = st.sampled_from(["p", "div", "li", "h2", "blockquote", "span", "td", "aside", "figcaption", "pre", "a"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TAGS, SENTENCES), max_size=12), st.lists(SENTENCES, max_size=3))
def test_no_extraction_returns_text_that_is_not_in_the_page(parts: list[tuple[str, str]], loose: list[str]) -> None:
    from html import escape

    from lxml import html as lxml_html

    body = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in parts) + "<br>".join(map(escape, loose))
    page = f"<html><body><main>{body}</main></body></html>"
    visible = _letters(str(lxml_html.document_fromstring(page).text_content()))
    for line in extract(page).text.split("\n"):  # whichever reader gave them
        assert _letters(line) in visible


def _letters(text: str) -> str:
    import unicodedata

    return re.sub(r"[\s\u00ad\u200b\ufeff]+", "", unicodedata.normalize("NFC", text))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_article(data: bytes) -> None:
    assert isinstance(extract(data), Article)


TABLE_PAGE = (
    "<table><tr><td colspan=2><a href=/>Harbour Times</a><tr><td><li><a href=/1>Shipping</a><li><a href=/2>Courts</a>"
    "<td><font size=1>{0}</font><h2>Ferry line returns</h2>" + "".join(f"<p>{one}" for one in PARAGRAPHS) + "</table>"
)


@pytest.mark.parametrize(
    ("line", "section"),
    [("Courts", "Courts"), ("COURTS", "COURTS"), ("By our own reporter", None), ("", None)],
    ids=["menu-word", "in-capitals", "other-line", "none"],
)
def test_line_above_the_headline_is_the_section_where_the_menu_has_it(line: str, section: str | None) -> None:
    article = extract(TABLE_PAGE.format(line))
    assert article.section == section
    assert article.value_sources.get("section") == (section and "headline")
