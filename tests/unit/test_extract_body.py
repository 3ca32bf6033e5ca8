"""Which part of a page is the article: its container, boxes beside it, late and hidden parts, lists, program text."""

from __future__ import annotations

import json
from html import escape

import pytest

from pipeline.extract.article import extract_article
from pipeline.records import Article, Page

URL = "https://www.pumphouse.example/2025/03/09/keeping-a-well-clean"
TITLE = "Keeping a village well clean"
PROSE = [
    "A well that is opened twice a day needs its lid washed once a week, the council of Dorning was told on Monday.",
    "The engineers counted eleven lids in the valley, of which four had been washed since the last winter ended.",
    "Whoever draws the first bucket of the morning is asked to write the level of the water into the book.",
    "Nobody has read the book so far, although it is kept in the town hall and open to all who ask for it.",
    "The pump itself was built by two brothers who later left the valley for the coast and never came back.",
    "Their sister stayed, and it is her granddaughter who now oils the handle on the first day of each month.",
]


def paragraphs(lines: list[str], name: str = "") -> str:
    return "".join(f'<p class="{name}">{one}</p>' if name else f"<p>{one}</p>" for one in lines)


def page_html(body: str, *, before: str = "", after: str = "") -> str:
    return (
        f"<html lang='en'><head><title>{TITLE}</title></head><body>{before}<main><article><h1>{TITLE}</h1>{body}</article>"
        f"</main>{after}</body></html>"
    )


def extract(html: str) -> Article:
    return extract_article(Page(html=html, url=URL))


def lines_of(html: str) -> list[str]:
    return extract(html).text.split("\n")


def test_part_that_was_streamed_behind_the_page_stands_in_its_place() -> None:
    body = paragraphs(PROSE[:2]) + '<div><template id="B:1"></template><div>Loading</div></div>' + paragraphs(PROSE[5:])
    after = (
        f'<div hidden id="S:1">{paragraphs(PROSE[2:4])}<template id="P:2"></template></div>'
        f'<div hidden id="S:2">{paragraphs(PROSE[4:5])}</div><script>$RC("B:1","S:1")</script>'
    )
    assert [line for line in lines_of(page_html(body, after=after)) if line != "Loading"] == PROSE


def test_late_part_without_a_place_stays_hidden() -> None:
    after = f'<div hidden id="S:7">{paragraphs(["A form of words that no visitor of this page has ever been shown by it."])}</div>'
    assert lines_of(page_html(paragraphs(PROSE), after=after)) == PROSE


def test_paragraphs_before_a_paywall_belong_to_those_behind_it() -> None:
    body = f'<div class="a1"><div id="free">{paragraphs(PROSE[:1], "x7")}</div><div id="metered">{paragraphs(PROSE[1:], "x7")}</div></div>'
    assert lines_of(page_html(body)) == PROSE


def test_paragraphs_of_another_class_beside_the_body_are_left_out() -> None:
    note = "The council of Dorning meets on Mondays, and whoever wants to be heard there writes a letter before."
    body = f'<div class="a1"><div id="metered">{paragraphs(PROSE, "x7")}</div><div id="note">{paragraphs([note], "y2")}</div></div>'
    assert lines_of(page_html(body)) == PROSE


def test_list_whose_items_are_headings_is_a_list() -> None:
    items = ["lid of oak", "lid of iron", "no lid"]
    body = (
        paragraphs(PROSE)
        + "<h2>What we found</h2><ul>"
        + "".join(f"<li><h3>{one}</h3></li>" for one in items)
        + "</ul>"
    )
    assert lines_of(page_html(body)) == [*PROSE, "What we found", *items]


def test_syntax_classes_in_program_text_are_no_furniture() -> None:
    code = '<pre><code><span class="hljs-comment"># wash the lid</span>\nwash(lid);</code></pre>'
    body = paragraphs(PROSE[:3]) + code + paragraphs(PROSE[3:])
    assert "# wash the lid wash(lid);" in lines_of(page_html(body))


@pytest.mark.parametrize(("tag", "is_kept"), [("h1", False), ("h2", True)], ids=["headline", "section of that name"])
def test_text_before_the_title_is_no_part_of_the_article_only_above_its_headline(tag: str, is_kept: bool) -> None:
    html = (
        f"<html><head><title>{TITLE}</title></head><body><main><div>{paragraphs(PROSE[:1])}<{tag}>{TITLE}</{tag}>"
        f"{paragraphs(PROSE[1:] * 2)}</div></main></body></html>"
    )
    assert (PROSE[0] in lines_of(html)) is is_kept


LEAD = "Eleven lids in the valley wait for water and soap, and the council has written down who is to bring them."


@pytest.mark.parametrize(
    "heading", [f"Dorning: {TITLE}", f"{TITLE} (with a map)"], ids=["with a kicker", "with a subtitle"]
)
def test_standfirst_is_found_below_a_headline_that_says_more_than_the_title(heading: str) -> None:
    html = page_html(f'<p class="x1">{LEAD}</p><div class="text-body">{paragraphs(PROSE)}</div>')
    assert lines_of(html.replace(f"<h1>{TITLE}", f"<h1>{heading}")) == [LEAD, *PROSE]


def test_standfirst_in_a_part_called_teaser_is_kept_below_the_headline_only() -> None:
    teaser = f'<div class="teaser-text"><p>{LEAD}</p></div>'
    body = f'<div class="news-text-wrap">{paragraphs(PROSE)}</div>'
    assert lines_of(page_html(teaser + body)) == [LEAD, *PROSE]
    assert lines_of(page_html(body + teaser)) == PROSE


def test_heading_whose_anchor_sounds_like_furniture_is_kept() -> None:
    heading = '<h3 class="subheading" id="nav_the_book__1">The book nobody reads</h3>'
    body = paragraphs(PROSE[:3]) + heading + paragraphs(PROSE[3:])
    assert "The book nobody reads" in lines_of(page_html(body))


def test_boxes_of_one_kind_beside_the_container_are_its_sections() -> None:
    first = f'<div class="field-item"><div class="text">{paragraphs(PROSE)}</div></div>'
    last = f'<div class="field-item"><div class="text"><h2>What comes next</h2><p>{LEAD}</p></div></div>'
    note = f'<div class="field-item"><div class="text"><p>{LEAD}</p></div></div>'
    assert lines_of(page_html(f"<section>{first}{last}</section>")) == [*PROSE, "What comes next", LEAD]
    assert lines_of(page_html(f"<section>{first}{note}</section>")) == PROSE


def test_columns_of_a_page_are_not_one_article() -> None:
    first = f'<div class="wp-block-column"><div class="text">{paragraphs(PROSE)}</div></div>'
    side = f'<div class="wp-block-column"><div class="text"><h2>Support us</h2><p>{LEAD}</p></div></div>'
    assert lines_of(page_html(f"<section>{first}{side}</section>")) == PROSE


def data_page(data: object, shape: str) -> str:
    text = json.dumps(data)
    shapes = {
        "json script": f'<script id="__NEXT_DATA__" type="application/json">{text}</script>',
        "assignment": f"<script>window.__STATE__ = {text}; window.ready = true;</script>",
        "attribute": f'<div data-react-props="{escape(text)}"></div>',
    }
    return f"<html><head><title>{TITLE}</title></head><body><div id='app'></div>{shapes[shape]}</body></html>"


@pytest.mark.parametrize("shape", ["json script", "assignment", "attribute"])
def test_text_that_stands_in_the_pages_data_only_is_found(shape: str) -> None:
    other = {"title": "Another well, another lid", "body": paragraphs([LEAD] * 9)}
    story = {"title": TITLE, "body": paragraphs(PROSE[:3]), "steps": [{"text": one} for one in PROSE[3:]]}
    article = extract(data_page({"props": {"latest": [other], "more": other, "story": story}}, shape))
    assert article.text.split("\n") == PROSE
    assert article.value_sources["text"] == "page data"


def test_data_of_another_article_is_not_taken() -> None:
    other = {"title": "Another well, another lid", "body": paragraphs(PROSE)}
    assert not extract(data_page({"props": {"more": other}}, "json script")).text


def test_second_reader_does_not_bring_hidden_text_back() -> None:
    hidden = f'<p style="visibility: hidden">{PROSE[4]}</p>'
    text = extract(page_html(paragraphs(PROSE[:2]) + hidden)).text
    assert PROSE[0] in text
    assert PROSE[4] not in text


def test_section_named_like_the_article_below_its_headline_cuts_nothing_off() -> None:
    body = paragraphs(PROSE[:1]) + f"<h1>{TITLE}</h1>" + paragraphs(PROSE[1:] + PROSE[1:])
    html = f"<html><head><title>{TITLE}</title></head><body><main><h1>{TITLE}</h1><p>9 March 2025</p><div>{body}</div></main>"
    assert PROSE[0] in lines_of(html)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("QmFzZTY0IGlzIG5vdCBwcm9zZQ" * 40, id="base64"),
        pytest.param(
            "(function() { document.addEventListener('load', function() { start(); }); " + "let a = 1; " * 40 + "})();",
            id="script",
        ),
        pytest.param("window.settings = {" + '"one": 1, ' * 60 + '"last": 2};', id="settings"),
    ],
)
def test_encoded_data_and_scripts_without_their_element_are_no_text(data: str) -> None:
    assert lines_of(page_html(f"<div><p>{escape(data)}</p></div>" + paragraphs(PROSE))) == PROSE


def test_long_word_and_address_stay_text() -> None:
    prose = [*PROSE[:3], "Donaudampfschifffahrt" * 10 + " was her word for it.", *PROSE[3:]]
    assert lines_of(page_html(paragraphs(prose))) == prose
