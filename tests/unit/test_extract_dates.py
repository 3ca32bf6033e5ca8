"""When an article says it was published: which of a page's dates is its own, and by whose clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.extract.article import extract_article
from pipeline.extract.date_text import find_dates
from pipeline.records import ClaimedTime, Page

URL = "https://www.harbourtimes.example/world/tunnel-opens"
PROSE = "".join(
    f"<p>{one}</p>"
    for one in (
        "The tunnel under the strait opened on Monday after nine years of work, two ministers and one burst pipe.",
        "Engineers said that the first train had carried nothing but sandbags, and that nobody had complained so far.",
        "Ferry companies expect to lose a third of their passengers, according to a study that the port paid for.",
    )
)
H1 = "<h1>Tunnel under the strait opens</h1>"


def published(body: str, *, head: str = "", url: str = URL, language: str = "en-GB") -> ClaimedTime | None:
    html = (
        f'<html lang="{language}"><head><title>Tunnel under the strait opens - Harbour Times</title>{head}</head>'
        f"<body><main><article>{body}</article></main></body></html>"
    )
    return extract_article(Page(html=html, url=url, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))).published_at


def iso(claim: ClaimedTime | None) -> str | None:
    return claim.isoformat() if claim else None


def test_date_is_looked_for_beside_the_headline_and_not_beside_the_sites_name() -> None:
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(30))
    body = f"<h1><a href='/'>Harbour Times</a></h1><ul>{menu}</ul>{H1}<p>Written: 2025-05-06 15:03</p>{PROSE}"
    assert iso(published(body)) == "2025-05-06"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param("<p>Updated: 9 May 2025</p><p>Published: 6 May 2025</p>", "2025-05-06", id="label"),
        pytest.param("<div>Updated:</div><div>9 May 2025</div><div>Original:</div><div>6 May 2025</div>", "2025-05-06",
                     id="label on the line above"),
        pytest.param("<p>by Ann Lee Last updated 9 May 2025, originally created 6 May 2025</p>", "2025-05-06", id="both in one"),
        pytest.param("<p>Ann Lee | 6 May 2025 | one comment so far from our readers</p>", "2025-05-06", id="between bars"),
        pytest.param("<p>Last updated 9 May 2025</p>", "2025-05-09", id="nothing but the update"),
        pytest.param("<p>Diver at the northern end of the tunnel, 2 April 2025</p><p>6 May 2025</p>", "2025-05-06", id="caption"),
        pytest.param("<p>Available until 20 June 2025</p><p>6 May 2025</p>", "2025-05-06", id="end of something"),
        pytest.param("<blockquote>Port of Dorning (@port) <time datetime='2025-04-01T10:00:00Z'>1 April 2025</time></blockquote>"
                     "<p>6 May 2025</p>", "2025-05-06", id="embedded post"),
    ],
)  # fmt: skip
def test_line_beside_the_headline_dates_the_article(line: str, day: str) -> None:
    assert iso(published(H1 + line + PROSE)) == day


def test_data_of_a_book_are_no_date_of_its_review() -> None:
    byline = "<p>by Ann Lee · May 6, 2025 at 3:00 am · One comment so far</p>"
    book = "<p>Author: B. Castellan Released: June 17, 2024 by Quay Books Genre: Historical, European, Sea Stories, Crime</p>"
    assert iso(published(H1 + byline + book + PROSE)) == "2025-05-06"


def test_text_that_opens_with_the_day() -> None:
    assert iso(published(H1 + PROSE.replace("<p>", "<p>(6 May 2025) ", 1))) == "2025-05-06"


def test_date_under_the_text_counts_when_it_says_so() -> None:
    assert (
        iso(published(f"{H1}{PROSE}<ul><li><strong>Datum</strong> 06.05.2025</li></ul>", language="de")) == "2025-05-06"
    )


def test_head_element_that_means_many_days_yields_to_the_line_beside_the_headline() -> None:
    head = '<meta name="date" content="2025-05-12">'
    assert iso(published(f"{H1}<p>6 May 2025</p>{PROSE}", head=head)) == "2025-05-06"
    assert iso(published(H1 + PROSE, head=head)) == "2025-05-12"


def test_head_element_with_value_in_place_of_content() -> None:
    head = '<meta name="article:published_time" value="2025-05-06T08:00:00+02:00">'
    assert iso(published(H1 + PROSE, head=head)) == "2025-05-06T08:00:00+02:00"


def test_lone_year_is_no_date() -> None:
    assert published(f"{H1}{PROSE}<footer><p>© 2025 Harbour Times</p></footer>") is None


PUBLISHED_UTC = '<meta property="article:published_time" content="2025-05-07T02:11:03+00:00">'


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(
            '<time datetime="2025-05-06T21:11:03-05:00">May 6</time>', "2025-05-06T21:11:03-05:00", id="offset stated"
        ),
        pytest.param('<time datetime="2025-05-06 19:11:03">May 6</time>', "2025-05-06T19:11:03-07:00", id="wall time"),
        pytest.param("<p>Published May 6, 2025 at 9:11 p.m.</p>", "2025-05-06T21:11:03-05:00", id="written hour"),
        pytest.param(
            '<time datetime="2025-05-06 21:13:55">May 6</time>', "2025-05-07T02:11:03+00:00", id="another instant"
        ),
        pytest.param("<p>Updated May 6, 2025 at 9:11 p.m.</p>", "2025-05-07T02:11:03+00:00", id="hour of the update"),
        pytest.param("<p>May 6, 2025</p>", "2025-05-07T02:11:03+00:00", id="a day alone proves nothing"),
    ],
)
def test_time_in_utc_takes_the_offset_that_the_page_itself_shows(shown: str, expected: str) -> None:
    found = published(H1 + shown + PROSE, head=PUBLISHED_UTC)
    assert iso(found) == expected
    assert found is not None
    assert found.at == datetime(2025, 5, 7, 2, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("6 May 2025 at 5:49 p.m.", (17, 49)),
        ("6. Mai 2025 - 15:00 Uhr", (15, 0)),
        ("6. Mai 2025, 18.30 Uhr", (18, 30)),
        ("6 mai 2025 à 21h25", (21, 25)),
        ("May 6, 2025 12:05 AM", (0, 5)),
        ("6 May 2025", None),
        ("6 May 2025, page 12", None),
    ],
)
def test_hour_behind_a_date(text: str, clock: tuple[int, int] | None) -> None:
    assert next(find_dates(text, "en-GB")).clock == clock


def test_short_year_is_read_with_dots_only() -> None:
    assert [one.claim.isoformat() for one in find_dates("06.05.25", "de")] == ["2025-05-06"]
    assert not list(find_dates("version 1.05.25.3 and 6:5:25", "de"))
