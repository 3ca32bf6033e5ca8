"""Which of a page's headlines is its title, and what is taken off it; subtitle and site's name beside it."""

from __future__ import annotations

import json

import pytest

from pipeline.extract.article import extract_article
from pipeline.records import Article, Page

URL = "https://www.harbourtimes.example/2024/05/06/world/tunnel-opens"
TITLE = "Tunnel under the strait opens after nine years"
TEXT = "".join(
    f"<p>{one}</p>"
    for one in (
        "The tunnel under the strait opened on Monday after nine years of work, two ministers and one burst pipe.",
        "Engineers said that the first train had carried nothing but sandbags, and that nobody had complained so far.",
        "Ferry companies expect to lose a third of their passengers, according to a study that the port paid for.",
    )
)


def read_page(head: str = "", heading: str = f"<h1>{TITLE}</h1>", text: str = TEXT, url: str | None = URL) -> Article:
    html = f"<html><head>{head}</head><body><main>{heading}{text}</main></body></html>"
    return extract_article(Page(html=html, url=url))


def meta(**contents: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{one}">' for name, one in contents.items())


def json_ld(**fields: object) -> str:
    data = {"@type": "NewsArticle"} | fields
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize("hidden", ["&shy;", "\u00ad", "&#8203;", "\u200b", "\ufeff"], ids=ascii)
def test_characters_that_only_break_lines_are_in_no_value(hidden: str) -> None:
    text = f"Ver{hidden}fassungs{hidden}beschwerde"
    head = meta(og_description=f"{text} gegen den Tunnel", og_site_name=f"Hafen{hidden}blatt")
    article = read_page(head, f"<h1>{hidden}{text} gegen den Tunnel eingelegt</h1>")
    assert article.title == "Verfassungsbeschwerde gegen den Tunnel eingelegt"
    assert article.subtitle == "Verfassungsbeschwerde gegen den Tunnel"
    assert article.site_name == "Hafenblatt"


def test_joiners_stay_where_scripts_are_spelled_with_them() -> None:
    title = "تونل تنگه پس از نه سال گشوده می\u200cشود"
    assert read_page(heading=f"<h1>{title}</h1>").title == title


def test_entities_escaped_three_times_and_doubled_spaces_are_made_plain() -> None:
    head = json_ld(headline="Ports &amp;amp;amp; ferries:  who pays")
    assert read_page(head, heading="").title == "Ports & ferries: who pays"
