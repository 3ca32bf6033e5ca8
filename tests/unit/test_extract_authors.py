"""Who wrote an article: which names of a page are its author's, and which are the outlet's, a button's, another hand's."""

from __future__ import annotations

import json

import pytest

from pipeline.extract.article import extract_article
from pipeline.extract.names import clean_names, is_account, is_organisation, is_person
from pipeline.records import Article, Page

PARAGRAPHS = [
    "The tunnel under the strait opened on Monday after nine years of work, two ministers and one burst pipe.",
    "Engineers said that the first train had carried nothing but sandbags, and that nobody had complained so far.",
    "Ferry companies expect to lose a third of their passengers, according to a study that the port paid for.",
]
PROSE = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
H1 = "<h1>Tunnel under the strait opens</h1>"


def extract(body: str, *, author: object = None, head: str = "", behind: str = "") -> Article:
    data = {
        "@type": "NewsArticle",
        "headline": "Tunnel under the strait opens",
        **({"author": author} if author else {}),
    }
    html = (
        '<html lang="en"><head><title>Tunnel under the strait opens - Harbour Times</title>'
        f'<meta property="og:site_name" content="Harbour Times"><script type="application/ld+json">{json.dumps(data)}</script>'
        f"{head}</head><body><main><article>{body}</article></main>{behind}</body></html>"
    )
    return extract_article(Page(html=html, url="https://www.harbourtimes.example/world/tunnel"))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        pytest.param("By: Ann Lee", ("Ann Lee",), id="colon"),
        pytest.param("by Ann Lee ● December 23, 2025 ● 6 min read", ("Ann Lee",), id="round bullets"),
        pytest.param("Byby ANN LEE, BO CASTELLAN and CY DRAKE", ("Ann Lee", "Bo Castellan", "Cy Drake"), id="by twice"),
        pytest.param("Interview: Ann Lee", ("Ann Lee",), id="interview"),
        pytest.param("Text & Fotos: Ann Lee", ("Ann Lee",), id="text and photos"),
        pytest.param("Autor: Rechtsanwältin Erika Muster", ("Erika Muster",), id="profession before"),
        pytest.param("Erika Muster im Gespräch mit Bo Castellan", (), id="talk without a label"),
        pytest.param("Ann Lee 4 August 2025", ("Ann Lee",), id="name beside a date"),
        pytest.param("Dec 17, 2025Ann C. Lee", ("Ann C. Lee",), id="name glued to a date"),
        pytest.param("Product Reviews | 4 August 2025", (), id="section beside a date"),
        pytest.param(
            "Posted in Privacy by harbourmaster on August 3, 2025", ("harbourmaster",), id="account, with a verb"
        ),
        pytest.param("Erstellt von Fabian am Dienstag 6. Mai 2025", ("Fabian",), id="first name, with a verb"),
        pytest.param("By April Lee", ("April Lee",), id="a month is a first name too"),
        pytest.param("Author: B. Castellan Released: June 17, 2025 by Quay Books", (), id="data of a book"),
        pytest.param("Hamburg, den 2. Dezember 2025", (), id="place and day"),
        pytest.param("ByAnn Lee", ("Ann Lee",), id="by glued to the name"),
        pytest.param("Written by:Ann Lee", ("Ann Lee",), id="colon glued to the name"),
        pytest.param("by harbourmaster", ("harbourmaster",), id="account alone behind by"),
        pytest.param(
            "3. Mai 2025 @ 18:13 // Autor: kapitaen2 // 1 Minute", ("kapitaen2",), id="account behind a label"
        ),
        pytest.param("Ein Artikel von Erika Muster | 27.01.2025 - 12:45", ("Erika Muster",), id="noun and von"),
        pytest.param("Ein Interview von Ann Lee mit Bo Castellan.", ("Ann Lee",), id="who asked, not who was asked"),
        pytest.param("Ann Lee | Senior Writer | July 2, 2025", ("Ann Lee",), id="name, office and date"),
        pytest.param("Dec 26, 2025 • Ann Lee in Harbour Works", ("Ann Lee",), id="date, name and section"),
        pytest.param("Ann Lee | Publicado hace 3 horas", ("Ann Lee",), id="name and hours ago"),
        pytest.param("Ayşe Kaya | 05.04.2025 - Güncelleme : 05.04.2025", ("Ayşe Kaya",), id="two dates"),
        pytest.param("4 August 2025, in Harbour Works", (), id="section beside a date, with in"),
        pytest.param("Tue 4 August 2025, 12:30 CET", (), id="weekday and zone"),
        pytest.param("Текст: Анна Петрова", ("Анна Петрова",), id="Russian"),
        pytest.param("Автор: Олена Шевченко", ("Олена Шевченко",), id="Ukrainian"),
        pytest.param("Escribe: Ana Pérez", ("Ana Pérez",), id="Spanish"),
        pytest.param("Testo: Mario Rossi", ("Mario Rossi",), id="Italian"),
        pytest.param("Door Jan de Vries", ("Jan de Vries",), id="Dutch"),
        pytest.param("Autorka: Anna Nowak", ("Anna Nowak",), id="Polish"),
        pytest.param("Yazan: Ayşe Kaya", ("Ayşe Kaya",), id="Turkish"),
        pytest.param("بقلم: أحمد حسن", ("أحمد حسن",), id="Arabic"),
        pytest.param("نویسنده: رضا کریمی", ("رضا کریمی",), id="Persian"),
        pytest.param("作者：王小明", ("王小明",), id="Chinese"),
        pytest.param("取材・文：山田太郎", ("山田太郎",), id="Japanese"),
        pytest.param("Text: Anna Berg", ("Anna Berg",), id="Swedish"),
        pytest.param("Skrevet af Anna Berg", ("Anna Berg",), id="Danish"),
        pytest.param("Av Anna Berg", ("Anna Berg",), id="Norwegian"),
        pytest.param("Kirjoittaja: Aino Korhonen", ("Aino Korhonen",), id="Finnish"),
        pytest.param("Napsala: Jana Nováková", ("Jana Nováková",), id="Czech"),
        pytest.param("Συντάκτης: Νίκος Παππάς", ("Νίκος Παππάς",), id="Greek"),
        pytest.param("Scris de Ion Popescu", ("Ion Popescu",), id="Romanian"),
        pytest.param("Szerző: Nagy Anna", ("Nagy Anna",), id="Hungarian"),
    ],
)
def test_line_beside_the_headline_names_the_author(line: str, names: tuple[str, ...]) -> None:
    assert extract(f"{H1}<p>{line}</p>{PROSE}").authors == names


@pytest.mark.parametrize(
    ("foot", "names"),
    [
        pytest.param("<p><em>Von Erika Muster</em></p>", ("Erika Muster",), id="last line"),
        pytest.param("<div>Auteur : Jean Quai</div>", ("Jean Quai",), id="label with a space before its colon"),
        pytest.param("<div>Autorin/Autor Erika Muster</div>", ("Erika Muster",), id="label without a colon"),
        pytest.param('<div class="comments"><p>By Bo Castellan</p></div>', (), id="a comment's"),
    ],
)
def test_foot_of_the_text_names_the_author(foot: str, names: tuple[str, ...]) -> None:
    assert extract(H1 + PROSE + foot).authors == names


@pytest.mark.parametrize(
    ("stated", "byline", "names"),
    [
        pytest.param("ann.lee", "By Ann Lee", ("Ann Lee",), id="account"),
        pytest.param("AL", "By Ann Lee", ("Ann Lee",), id="initials"),
        pytest.param("Harbour Association e.V.", "By Ann Lee", ("Ann Lee",), id="institution"),
        pytest.param("Ann", "By Ann Lee", ("Ann Lee",), id="first name"),
        pytest.param("Cy Drake", "By Ann Lee", ("Ann Lee",), id="who typed it in"),
        pytest.param("Ann Lee", "By Ann Lee and Bo Castellan", ("Ann Lee", "Bo Castellan"), id="one of two"),
        pytest.param(
            "Ann Lee", "By Ann Lee, Senior Technologist, Harbour Speech Project", ("Ann Lee",), id="office behind"
        ),
        pytest.param("Ann Lee", "By Lee", ("Ann Lee",), id="stated in full"),
        pytest.param("Ann Lee", "Photo by Bo Castellan", ("Ann Lee",), id="photographer"),
        pytest.param("Ann", "Ann", ("Ann",), id="no more than that"),
    ],
)
def test_byline_and_stated_author_complete_each_other(stated: str, byline: str, names: tuple[str, ...]) -> None:
    found = extract(f'{H1}<p class="byline">{byline}</p>{PROSE}', author={"@type": "Person", "name": stated})
    assert found.authors == names


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        pytest.param("<div>By</div><div>Ann Lee</div>", ("Ann Lee",), id="by"),
        pytest.param("<p>Auteur :</p><p><a href='/x'>Jean Quai</a></p>", ("Jean Quai",), id="auteur"),
        pytest.param(
            "<h6>Authors</h6><ul><li>Ann Lee</li><li>Bo Castellan</li></ul>", ("Ann Lee", "Bo Castellan"), id="list"
        ),
        pytest.param("<div>Author</div><div>AL</div><div>Ann Lee</div>", ("Ann Lee",), id="initials for a portrait"),
        pytest.param("<div>Edited by</div><div>Ann Lee</div>", (), id="another hand"),
    ],
)
def test_line_below_a_lone_by_names_the_author(lines: str, names: tuple[str, ...]) -> None:
    assert extract(H1 + lines + PROSE).authors == names


def test_label_above_each_comment_names_no_author() -> None:
    replies = "".join(f"<div>Posted by</div><div>{name}</div><p>Well said.</p>" for name in ("Ann Lee", "Bo Castellan"))
    assert extract(H1 + PROSE + replies).authors == ()


def test_author_label_inside_the_text_counts_unless_it_is_a_books() -> None:
    data = "<p>Autorin: Erika Muster, Leiterin des Hafens</p>"
    assert extract(H1 + PROSE + data + PROSE * 5, author="Harbour Association e.V.").authors == ("Erika Muster",)
    book = "<p>Autorin: Erika Muster</p><p>Verlag: Quay Books</p>"
    assert extract(H1 + PROSE + book + PROSE * 5).authors == ()


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        pytest.param("<div>4 August 2025, 12:30</div><div>Anna Berg</div>", ("Anna Berg",), id="below a date"),
        pytest.param(
            "<div>Anna Berg, José Quay</div><time>4 August 2025</time>", ("Anna Berg", "José Quay"), id="two names"
        ),
        pytest.param("<div>Anna Berg</div><p>Anna Berg is head of the quay.</p>", ("Anna Berg",), id="above her life"),
        pytest.param("<div>4 August 2025, 12:30</div><div>Harbour Works</div>", (), id="no given name"),
        pytest.param("<div>Anna Berg</div>", (), id="nothing beside it"),
        pytest.param(
            "<div>4 August 2025</div><div>Anna Berg</div><p>The mayor, Anna Berg, was late.</p>" + PROSE,
            (),
            id="in the news",
        ),
        pytest.param("<div>4 August 2025</div><div><a href='/tag/anna'>Anna Berg</a></div>", (), id="tag"),
    ],
)
def test_name_in_a_line_of_its_own_needs_a_second_sign(lines: str, names: tuple[str, ...]) -> None:
    long = "The mayor, Anna Berg, was late as ever, and nobody had kept a chair for her in the hall on Monday."
    assert extract(H1 + lines.replace("The mayor, Anna Berg, was late.", long) + PROSE).authors == names


@pytest.mark.parametrize(
    ("foot", "names"),
    [
        pytest.param("<p><b><i>Anna Berg</i></b></p>", ("Anna Berg",), id="signed in italics"),
        pytest.param('<p style="text-align:right">Анна Петрова</p>', ("Анна Петрова",), id="signed to the right"),
        pytest.param("<p>— Dr. Anna Berg</p>", ("Dr. Anna Berg",), id="behind a dash"),
        pytest.param("<p><b>Key Features</b></p>", (), id="heading"),
        pytest.param("<p>Anna Berg</p>", (), id="nothing sets it apart"),
        pytest.param("<p>Anna Berg is a writer and lives by the sea.</p>", ("Anna Berg",), id="word about the writer"),
        pytest.param("<p>Harbour Works is a company in the east.</p>", (), id="word about a company"),
        pytest.param("<p>Anna Berg is a writer.</p><p>Bo Castellan is an editor.</p>", (), id="words about two"),
    ],
)
def test_name_under_the_text_is_its_writers(foot: str, names: tuple[str, ...]) -> None:
    assert extract(H1 + PROSE + foot).authors == names


@pytest.mark.parametrize(
    ("site_name", "names"),
    [
        pytest.param("Anna Berg", ("Anna Berg",), id="her name"),
        pytest.param("Dr. Anna T. Berg", ("Anna T. Berg",), id="with a title"),
        pytest.param("Anna Berg's blog", ("Anna Berg",), id="her blog"),
        pytest.param("Harbour Works", (), id="no given name"),
        pytest.param("Anna Berg School", (), id="called after her"),
    ],
)
def test_page_without_a_byline_on_a_persons_site_is_hers(site_name: str, names: tuple[str, ...]) -> None:
    html = f'<html><head><meta property="og:site_name" content="{site_name}"></head><body><article>{H1}{PROSE}</article></body></html>'
    assert extract_article(Page(html=html, url="https://pages.example/tunnel")).authors == names


def test_section_beside_a_date_is_no_name() -> None:
    menu = '<nav><a href="/nk">North Korea</a></nav>'
    assert extract(f"{menu}{H1}<p>North Korea 4 August 2025</p>{PROSE}").authors == ()


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        pytest.param(
            '<div class="author-info"><h3><a>Ann Lee</a><a>Follow</a></h3><p>Harbour Coach</p></div>',
            ("Ann Lee",),
            id="button and office beside the name",
        ),
        pytest.param(
            '<div class="author"><div>© Ann Lee</div><span><b>Ann</b> <b>Lee</b></span></div>',
            ("Ann Lee",),
            id="credit of the portrait",
        ),
        pytest.param(
            '<p><span>By </span><span class="author">Ann Lee</span> <i>Reviewed by</i> <span class="author">Bo Castellan</span></p>',
            ("Ann Lee",),
            id="who reviewed it",
        ),
        pytest.param('<a rel="author" href="/author/al7">al7</a>', ("al7",), id="account"),
    ],
)
def test_marked_byline_gives_the_writers_name_alone(byline: str, names: tuple[str, ...]) -> None:
    assert extract(H1 + byline + PROSE).authors == names


def test_byline_inside_what_holds_the_headline_is_not_the_sidebars() -> None:
    body = f'<header>{H1}<div class="meta"><span class="author">Ann Lee</span></div></header>{PROSE}'
    assert extract(f'<div class="content sidebar">{body}</div>').authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "behind",
    [
        pytest.param("<footer><p>© 2025 Quay House. All rights reserved</p></footer>", id="copyright line"),
        pytest.param('<meta name="twitter:site" content="@quayhouse">', id="account of the outlet"),
    ],
)
def test_owner_of_the_page_gives_way_to_the_person_in_its_byline(behind: str) -> None:
    byline = '<p class="byline"><span>By</span> <a href="/author/ann-lee">Ann Lee</a></p>'
    assert extract(H1 + byline + PROSE, author="Quay House", behind=behind).authors == ("Ann Lee",)
    assert extract(H1 + PROSE, author="Quay House", behind=behind).authors == ("Quay House",)


def test_author_of_another_article_on_the_page_does_not_stand_for_a_first_name() -> None:
    teaser = '<div class="teaser"><span class="author">Bo Castellan</span></div>' * 3
    assert extract(H1 + PROSE, author={"@type": "Person", "name": "Ann"}, behind=teaser * 20).authors == ("Ann",)


def test_byline_nearest_the_headline_is_the_articles() -> None:
    body = f'{H1}<a href="/authors/ann-lee" rel="author">Ann Lee</a>{PROSE}'
    teasers = "".join(
        f'<div><p>Another piece, number {n}</p><a rel="author" href="/authors/bo">Bo Castellan</a></div>'
        for n in range(9)
    )
    html = f"<html><body><div>{teasers}</div><main><article>{body}</article></main></body></html>"
    assert extract_article(Page(html=html, url="https://www.harbourtimes.example/a")).authors == ("Ann Lee",)


def test_desk_is_the_author_of_last_resort() -> None:
    assert extract(f'{H1}<p class="byline">By Harbour Desk</p>{PROSE}').authors == ("Harbour Desk",)


def test_hand_that_only_reviewed_is_left_out() -> None:
    assert list(clean_names(["By Ann Lee, DVM. Reviewed by Bo Castellan, DVM"])) == ["Ann Lee"]


@pytest.mark.parametrize(
    ("claim", "names"),
    [
        ("Byron Lee", ["Byron Lee"]),
        ("Ann Lee - Harbour News Team", ["Ann Lee"]),
        ("Ann Lee - Bo Castellan", ["Ann Lee", "Bo Castellan"]),
        ("Ann Applebaum-Lee", ["Ann Applebaum-Lee"]),
        ("No Author", []),
        ("Ann Lee Published", ["Ann Lee"]),
        ("记者王小明", ["王小明"]),
        ("홍길동 기자", ["홍길동"]),
    ],
)
def test_names_out_of_a_claim(claim: str, names: list[str]) -> None:
    assert list(clean_names([claim])) == names


def test_shapes_of_names() -> None:
    assert all(map(is_person, ("Ann Lee", "Michiel de Jong", "谢若含", "علي الحسن")))
    assert not any(
        map(
            is_person,
            ("跨流域调水缓解白洋淀水资源紧缺", "让”孩子", "Ann", "Harbour Institut", "Hamburg den", "the harbour"),
        )
    )
    assert all(map(is_account, ("jane.doe", "KatieS", "PP", "arianschlichenmayer")))
    assert not any(map(is_account, ("Lauren", "Ann Lee", "Müller")))
    assert all(map(is_organisation, ("Bund der Häfen e.V.", "Harbour Foundation", "The Harbour Times")))
