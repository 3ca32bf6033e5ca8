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


def test_entity_that_a_heading_shows_is_resolved() -> None:
    assert read_page(heading="<h1>Ports &amp;#x26; ferries: who pays &amp;amp; when</h1>").title == (
        "Ports & ferries: who pays & when"
    )


@pytest.mark.parametrize(
    "before",
    [
        '<span class="article-title__overline">Transport</span> ',
        '<span class="articleoverline">Transport</span>',
        "<small>Transport</small><br>",
        '<div class="topic-label">Transport</div>',
        '<span class="dachzeile"><time>6. Mai 2024</time></span>\n',
        '<span class="is-flex">Transport</span><span class="visually-hidden">: </span>',
        "<style>.css-1f2{color:#707070}</style>",
    ],
)
def test_what_markup_calls_a_kicker_is_no_part_of_the_title(before: str) -> None:
    article = read_page(meta(og_title="Nine years on: the tunnel under the strait opens"), f"<h1>{before}{TITLE}</h1>")
    assert article.title == TITLE


def test_subtitle_inside_the_heading_is_no_part_of_the_title() -> None:
    heading = f'<h1>{TITLE} <span class="entry-subtitle">Two ministers, one burst pipe</span></h1>'
    assert read_page(json_ld(headline=TITLE), heading).title == TITLE


def test_kicker_that_the_head_counts_in_stays_and_gets_its_colon() -> None:
    heading = f'<h1><span class="topline">Transport</span> <span>{TITLE}</span></h1>'
    article = read_page(json_ld(headline=f"Transport: {TITLE}"), heading)
    assert (article.title, article.value_sources["title"]) == (f"Transport: {TITLE}", "json-ld")


def test_open_graph_that_leaves_the_kicker_out_is_believed_before_json_ld_that_repeats_the_heading() -> None:
    head = json_ld(headline=f"Transport: {TITLE}") + meta(og_title=TITLE)
    assert read_page(head, f"<h1>Transport: {TITLE}</h1>").title == TITLE


def test_first_words_of_a_sentence_are_no_kicker() -> None:
    head = meta(og_title="tunnels under the strait of Dorning in 2024")
    title = "The best tunnels under the strait of Dorning in 2024"
    assert read_page(head, f"<h1>{title}</h1>").title == title


def test_emphasis_in_a_heading_is_no_kicker() -> None:
    assert (
        read_page(heading="<h1><i>Hamlet</i> opens at the harbour stage</h1>").title
        == "Hamlet opens at the harbour stage"
    )


def test_words_that_a_line_break_parts_stay_apart() -> None:
    heading = "<h1>Tunnel under the strait opens<br>after nine years</h1>"
    assert read_page(heading=heading).title == TITLE


def test_link_to_the_heading_itself_is_no_part_of_it() -> None:
    assert read_page(heading=f'<h1>{TITLE}<a class="headerlink" href="#t">¶</a></h1>').title == TITLE


def test_heading_above_the_text_is_the_title_although_the_head_words_it_for_others() -> None:
    head = meta(og_title="You will not believe what came through this tube") + json_ld(
        headline="Strait: first train runs"
    )
    assert read_page(head, text=f"{TEXT}<h1>More from the harbour</h1>").title == TITLE


def test_heading_without_text_below_it_is_not_believed_against_the_head() -> None:
    text = f"{TEXT}<h1>Sign up for our morning letter</h1>"
    assert read_page(meta(og_title=TITLE), heading="", text=text).title == TITLE


def test_heading_that_stands_twice_counts_once() -> None:
    heading = f"<h1 class='wide'>{TITLE}</h1><h1 class='narrow'>{TITLE}</h1>"
    assert read_page("<title>Harbour Times</title>", heading).title == TITLE


def test_lesser_heading_that_the_head_knows_is_the_title() -> None:
    head = meta(og_title="A tube that nobody believed in") + f'<meta name="sailthru.title" content="{TITLE}">'
    assert read_page(head, f'<h1><a href="/">Harbour Times</a></h1><h2>{TITLE}</h2>').title == TITLE


def test_headline_that_its_generator_cut_is_taken_whole() -> None:
    whole = (
        "The tunnel under the strait of Dorning opens after nine years of work, two ministers and "
        "one burst pipe that nobody had ordered"
    )
    head = json_ld(headline=whole[:107].rsplit(" ", 1)[0]) + meta(og_title=whole)
    assert read_page(head, heading="").title == whole


@pytest.mark.parametrize(
    ("head_title", "title"),
    [
        ("海峡隧道九年后通车 首班列车只运沙袋-港口网", "海峡隧道九年后通车 首班列车只运沙袋"),
        ("海峡隧道九年后通车_社会_港口网", "海峡隧道九年后通车"),
        ("海峡トンネルが開通、最初の列車は土のうだけ｜港湾新聞", "海峡トンネルが開通、最初の列車は土のうだけ"),
        ("افتتاح نفق المضيق بعد تسع سنوات من العمل | صحيفة الميناء", "افتتاح نفق المضيق بعد تسع سنوات من العمل"),
        ("harbour_pump_codegen: progress report", "harbour_pump_codegen: progress report"),
    ],
)
def test_sites_name_goes_in_any_script(head_title: str, title: str) -> None:
    assert read_page(f"<title>{head_title}</title>", heading="").title == title


def test_chinese_heading_agrees_with_a_head_that_adds_the_sites_name() -> None:
    title = "海峡隧道九年后通车 首班列车只运沙袋"
    assert read_page(f"<title>{title}-港口网</title>", f"<h1>港口新闻中心</h1><h1>{title}</h1>").title == title


def test_short_form_of_the_sites_name_goes_from_the_heads_titles() -> None:
    head = meta(og_title=f"{TITLE} | Harbour Times", og_site_name="Harbour Times of Dorning")
    assert read_page(head, heading="").title == TITLE


def test_place_that_the_sites_name_holds_stays_at_a_titles_end() -> None:
    head = meta(og_title="Snow closes the tunnel – Dorning", og_site_name="Harbour Times of Dorning")
    assert read_page(head, heading="").title == "Snow closes the tunnel – Dorning"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (meta(og_site_name="https://www.harbourtimes.example/"), "harbourtimes.example"),
        (
            meta(og_site_name="www.harbourtimes.example") + json_ld(publisher={"name": "Ports &amp; Ferries"}),
            "Ports & Ferries",
        ),
        (meta(og_site_name=TITLE, og_title=TITLE) + json_ld(publisher={"name": "Harbour Times"}), "Harbour Times"),
        (meta(og_site_name="Harbour Times |"), "Harbour Times"),
    ],
    ids=["address", "name before an address", "the headline is no name", "separator left over"],
)
def test_site_name_is_a_name(head: str, name: str) -> None:
    article = read_page(head)
    assert (article.site_name, article.title) == (name, TITLE)


def test_long_site_name_that_the_page_shows_as_a_heading_is_its_name() -> None:
    name = "Letters from the harbour of Dorning"
    article = read_page(meta(og_site_name=name, og_title=TITLE), f"<h1>{name}</h1><h1>{TITLE}</h1>")
    assert (article.site_name, article.title) == (name, TITLE)


def test_heading_that_swallowed_the_page_is_passed_over() -> None:
    deep = "<b>" * 1_000 + TEXT
    assert read_page(meta(og_title=TITLE), heading=f"<h1>{deep}", text="").title == TITLE


@pytest.mark.parametrize(
    ("description", "subtitle"),
    [
        (
            "<p>Two ministers and <b>one</b> burst pipe</p><p>Trains run hourly",
            "Two ministers and one burst pipe Trains run hourly",
        ),
        ('Two ministers and one burst pipe <a class="more" href="https://www.harb', "Two ministers and one burst pipe"),
        ("Why the table of trains needs no <td> at all", "Why the table of trains needs no <td> at all"),
        (TITLE.upper() + ".", None),
    ],
    ids=["paragraphs", "cut link", "about an element", "the title again"],
)
def test_subtitle_is_plain_text_and_not_the_title(description: str, subtitle: str | None) -> None:
    assert read_page(json_ld(headline=TITLE, description=description)).subtitle == subtitle


def test_second_headline_is_no_subtitle() -> None:
    head = json_ld(
        alternativeHeadline="After nine years the tunnel under the strait is open", description="Trains run hourly."
    )
    assert read_page(head).subtitle == "Trains run hourly."


def test_standfirst_that_json_ld_calls_alternative_headline_is_the_subtitle() -> None:
    head = json_ld(
        alternativeHeadline="Ferry companies expect to lose a third of their passengers", description="Strait"
    )
    assert read_page(head).subtitle == "Ferry companies expect to lose a third of their passengers"


def test_markup_in_a_claim_is_no_part_of_the_title() -> None:
    assert read_page(json_ld(headline="<i>Hamlet</i> opens at the harbour stage"), heading="").title == (
        "Hamlet opens at the harbour stage"
    )


def test_headline_before_a_subtitle_and_its_page_number_stays() -> None:
    heading = (
        '<h1><span class="maintext">海峡トンネルを歩いてみた</span><i class="delimiter">：</i>'
        '<i class="title__subtitle">さらば連絡船</i><span>（1/2）</span></h1>'
    )
    assert read_page(heading=heading).title == "海峡トンネルを歩いてみた：さらば連絡船（1/2）"


def test_element_that_holds_a_colon_alone_parts_kicker_and_headline() -> None:
    heading = f'<h1><span class="css-1x"> Port authority of Dorning </span><span class="css-2y">:</span>{TITLE}</h1>'
    assert read_page(heading=heading).title == TITLE


def test_capitals_of_a_heading_are_read_as_the_head_writes_them() -> None:
    assert read_page(meta(og_title=TITLE), f"<h1>{TITLE.upper()}</h1>").title == TITLE


def test_short_heading_is_the_title_where_the_title_element_says_it_too() -> None:
    assert read_page("<title>Guides! Dorning and its ferries</title>", "<h1>Dorning</h1>").title == "Dorning"


def test_sites_name_behind_a_bare_colon_goes() -> None:
    head = meta(og_title="海峡トンネルが開通:港湾新聞", og_site_name="港湾新聞")
    assert read_page(head, heading="").title == "海峡トンネルが開通"


def test_title_element_of_endless_parts_is_read_to_a_bound() -> None:
    head = "<title>" + "x | " * 400_000 + f"</title>{meta(og_site_name='x', og_title=TITLE)}"
    assert read_page(head, heading="").title == TITLE
