"""When an article says it was published: which of a page's dates is its own, and by whose clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.extract.article import extract_article
from pipeline.extract.date_text import find_dates
from pipeline.extract.machine_times import parse_time
from pipeline.records import ClaimedTime, FeedEntry, Page

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
        pytest.param("<p>6 May 2025. <i>Updated: 9 May 2025</i></p>", "2025-05-06", id="bare beside an update"),
        pytest.param("<p>6 May 2025 yayınlandı</p><p>9 May 2025 güncellendi</p>", "2025-05-06", id="label behind"),
        pytest.param("<p>Updated: <time datetime='2025-05-09'>last Friday</time></p><p>By Ann Lee</p><p>Sandbags desk</p>"
                     "<p>6 May 2025</p>", "2025-05-06", id="label in front of a time element"),
        pytest.param("<p>⋅ 6 May 2025 ⋅ Send this story to a friend ⋅ Print this story out now</p>", "2025-05-06", id="dot operators"),
        pytest.param("<div class='author vcard'>6 May 2025</div>", "2025-05-06", id="author's card"),
        pytest.param("<div class='PublishDate HeaderComment_publishDate'>6 May 2025</div>", "2025-05-06", id="class that says it"),
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


@pytest.mark.parametrize(
    ("path", "canonical", "day"),
    [
        ("/2025/05/06/tunnel", "", "2025-05-06"),
        ("/news/29-04-2025", "", "2025-04-29"),
        ("/news/04-29-2025-tunnel", "", "2025-04-29"),
        ("/news/05-06-2025", "", None),
        ("/story?id=7", "https://www.harbourtimes.example/2025/05/06/tunnel", "2025-05-06"),
        ("/story?id=7", "https://www.ferryweekly.example/2025/05/06/tunnel", None),
    ],
    ids=["year first", "day first", "month first", "two days", "canonical", "canonical of another host"],
)
def test_day_in_the_address(path: str, canonical: str, day: str | None) -> None:
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    found = published(H1 + PROSE, head=head, url=f"https://www.harbourtimes.example{path}")
    assert (iso(found) if found and found.source == "url" else None) == day


def test_month_in_the_address_finds_its_day_anywhere_on_the_page() -> None:
    aside = "<aside class='sidebar'><p>Tunnel under the strait opens: posted 6 May 2025, filed under Trains</p></aside>"
    archive = "<footer><p>Archive of 3 April 2025</p></footer>"
    url = "https://www.harbourtimes.example/2025/05/tunnel-opens"
    assert iso(published(f"{H1}{PROSE}{archive}{aside}", url=url)) == "2025-05-06"


@pytest.mark.parametrize(
    "foot",
    [
        pytest.param("<p>Last change: 5 May 2025 - 14:49:39<br>Published on: 6 May 2025<br>Read: 61 times<br>© with the author "
                     "and with us, who license further uses to all</p>", id="record of change and publication"),
        pytest.param("<p>This entry was posted on 6 May 2025 and is filed under Ferries, Ports, Tunnels, Trains, Sandbags. "
                     "You can follow any responses to this entry through the feed, and leave one of your own there.</p>",
                     id="a blog's own record"),
        pytest.param("<p>Der Beitrag wurde am 6. Mai 2025 um 23:03 Uhr gepostet und unter Fähren, Häfen, Tunnel, Züge, Sand, "
                     "Schienen abgelegt.</p>", id="the same with the word behind"),
    ],
)  # fmt: skip
def test_record_at_the_foot_may_be_long(foot: str) -> None:
    assert iso(published(H1 + PROSE + foot)) == "2025-05-06"


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
    "elsewhere",
    [
        pytest.param('<div class="comments"><time datetime="2025-05-09T20:00:00-05:00">9 May</time></div>', id="comment"),
        pytest.param('<div><time datetime="2025-05-09T15:58:00Z">10:58</time></div>', id="hour of another time"),
        pytest.param('<script>var site = {"timezone": "America/Chicago", "page": 4};</script>', id="zone for scripts"),
        pytest.param("<script>_stq.push(['view', {'blog':'41', 'tz':'-5', 'post':'67'}]);</script>", id="offset for scripts"),
    ],
)  # fmt: skip
def test_offset_stated_elsewhere_counts_where_it_leads_to_the_day_that_the_page_shows(elsewhere: str) -> None:
    shown = published(f"{H1}<p>6 May 2025</p>{PROSE}{elsewhere}", head=PUBLISHED_UTC)
    other = published(f"{H1}<p>7 May 2025</p>{PROSE}{elsewhere}", head=PUBLISHED_UTC)
    assert (iso(shown), iso(other)) == ("2025-05-06T21:11:03-05:00", "2025-05-07T02:11:03+00:00")


@pytest.mark.parametrize("offset", ["'24'", "-99", "'5.1'", '"Mars/Base"'])
def test_offset_that_no_clock_has_is_passed_over(offset: str) -> None:
    script = f"<script>var site = {{'tz': {offset}, 'timezone': {offset}, 'page': 4}};</script>"
    assert iso(published(f"{H1}<p>8 May 2025</p>{PROSE}{script}", head=PUBLISHED_UTC)) == "2025-05-07T02:11:03+00:00"


def test_address_is_a_day_that_the_page_shows() -> None:
    script = '<script>var site = {"timezone": "America/Chicago"};</script>'
    found = published(
        H1 + PROSE + script, head=PUBLISHED_UTC, url="https://www.harbourtimes.example/2025/05/06/tunnel-opens"
    )
    assert iso(found) == "2025-05-06T21:11:03-05:00"


@pytest.mark.parametrize(
    ("naive", "zoned", "expected"),
    [
        ("2025-05-06 10:14:29", "2025-05-06T10:14:29+05:30", "2025-05-06T10:14:29+05:30"),
        ("2025-05-06 10:14:29", "2025-05-06T15:14:29Z", "2025-05-06T10:14:29-05:00"),
        ("2025-05-06 10:14:29", "2025-05-06T10:14:29Z", "2025-05-06T10:14:29+00:00"),
        ("2025-05-06 10:14:29", "2025-05-06T15:20:00Z", "2025-05-06T10:14:29+00:00"),
    ],
    ids=["same hour", "same instant", "UTC", "another instant"],
)
def test_time_without_a_zone_takes_that_of_another_statement_of_it(naive: str, zoned: str, expected: str) -> None:
    found = published(H1 + PROSE, head=f'{stamped(naive)}<meta property="article:published_time" content="{zoned}">')
    assert found is not None
    assert found.isoformat() == expected
    assert found.zone == ("assumed" if "15:20" in zoned else "stated")


def test_data_for_scripts_date_the_page_where_they_agree() -> None:
    script = '<script>window.state = {"id": 7, "publishedAt": "2025-05-06T08:00:00+02:00", "title": "Tunnel"};</script>'
    found = published(H1 + PROSE + script)
    assert found is not None
    assert (found.isoformat(), found.source) == ("2025-05-06T08:00:00+02:00", "script")
    teasers = '<script>var list = [{"pubDate": "2025-04-01"}, {"pubDate": "2025-04-02"}];</script>'
    listed = published(H1 + PROSE + script + teasers)
    assert listed is None or listed.source != "script"


def stamped(published_at: str, modified_at: str | None = None) -> str:
    change = f', "dateModified": "{modified_at}"' if modified_at else ""
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Tunnel under the strait opens", '
        f'"datePublished": "{published_at}"{change}}}</script>'
    )


@pytest.mark.parametrize(
    ("head", "line", "day"),
    [
        pytest.param(stamped("2025-09-01T10:00:00Z", "2025-09-01T10:00:00Z"), "6 May 2025", "2025-05-06", id="last save"),
        pytest.param(stamped("2025-09-01T10:00:00Z"), "6 May 2025", "2025-05-06", id="no change stated"),
        pytest.param(stamped("2025-12-31T23:50:00Z", "2026-01-01T00:30:00Z"), "6 May 2025", "2025-05-06", id="our visit"),
        pytest.param(stamped("2025-09-01T10:00:00Z", "2025-10-01T10:00:00Z"), "6 May 2025", "2025-09-01", id="a later change"),
        pytest.param(stamped("2025-09-01T10:00:00Z"), "1 September 2025", "2025-09-01", id="the byline agrees"),
        pytest.param(stamped("2025-09-01T10:00:00Z"), "9 October 2025", "2025-09-01", id="the byline is later"),
        pytest.param(stamped("2025-09-01T10:00:00Z", "2025-05-06T10:00:00Z"), "6 May 2025", "2025-09-01", id="day of the draft"),
    ],
)  # fmt: skip
def test_byline_outweighs_an_older_stamp_of_the_last_save(head: str, line: str, day: str) -> None:
    found = published(f"{H1}<p>By Ann Lee · {line}</p>{PROSE}", head=head)
    assert (iso(found) or "")[:10] == day


def test_stamp_that_the_feed_confirms_stays() -> None:
    at = ClaimedTime(datetime(2025, 9, 1, 10, tzinfo=UTC), source="feed")
    html = f"<html lang='en-GB'><head>{stamped('2025-09-01T10:00:00Z')}</head><body>{H1}<p>6 May 2025</p>{PROSE}</body></html>"
    entry = FeedEntry(key="7", url=URL, guid=None, title=None, published_at=at)
    article = extract_article(Page(html=html, url=URL, fetched_at=datetime(2026, 1, 1, tzinfo=UTC), entry=entry))
    assert iso(article.published_at) == "2025-09-01T10:00:00+00:00"


def test_stamp_that_the_address_confirms_stays() -> None:
    url = "https://www.harbourtimes.example/2025/09/01/tunnel-opens"
    found = published(f"{H1}<p>6 May 2025</p>{PROSE}", head=stamped("2025-09-01T10:00:00Z"), url=url)
    assert iso(found) == "2025-09-01T10:00:00+00:00"


def test_node_of_a_linked_article_does_not_date_the_page() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sinks at her berth", '
        '"url": "https://www.harbourtimes.example/world/ferry-sinks", "datePublished": "2024-02-03"}</script>'
    )
    assert iso(published(f"{H1}<p>6 May 2025</p>{PROSE}", head=head)) == "2025-05-06"


def test_discussion_is_dated_by_its_own_node_and_not_by_its_answers() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "DiscussionForumPosting", "headline": "Tunnel under the strait opens", '
        '"datePublished": "2025-05-06T00:13:04+0300", "comment": [{"@type": "Comment", "dateCreated": "2025-05-07T10:00:00Z"}]}'
        "</script>"
    )
    assert iso(published(H1 + PROSE, head=head)) == "2025-05-06T00:13:04+03:00"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Fri Apr 28 19:20:36 CEST 2023", "de", "2023-04-28T19:20:36+02:00"),
        ("Di., 25.01.2022 - 14:45", "de", "2022-01-25T14:45:00+00:00"),
        ("24. Januar 2022", "de", "2022-01-24"),
        ("13/11/2025 09:21:40", "en", "2025-11-13T09:21:40+00:00"),
        ("3/4/2025", "en", None),
        ("3 hours ago", "en", None),
        ("June", "en", None),
    ],
)
def test_time_for_programs_in_the_words_of_a_feed(text: str, language: str, expected: str | None) -> None:
    assert iso(parse_time(text, "meta", language)) == expected


def test_old_blog_marks_its_time_on_an_abbreviation() -> None:
    line = '<p>Posted <abbr class="published" title="2025-05-06T09:43:41+0100">in spring</abbr></p>'
    assert iso(published(H1 + line + PROSE)) == "2025-05-06T09:43:41+01:00"


@pytest.mark.parametrize(
    ("line", "url", "head", "day"),
    [
        pytest.param("<p>05/06/2025</p><p>Sandbags: 28/04/2025</p>", URL, "", "2025-06-05", id="another date of the page"),
        pytest.param("<p>05/06/2025</p>", "https://harbourtimes.co.uk/tunnel-opens", "", "2025-06-05", id="its country"),
        pytest.param("<p>05/06/2025</p>", URL, '<meta property="og:locale" content="en_GB">', "2025-06-05", id="its locale"),
        pytest.param("<p>05/06/2025</p>", URL, '<meta property="article:modified_time" content="2025-06-05T08:00:00Z">',
                     "2025-06-05", id="a day stated for programs"),
        pytest.param("<p>05/06/2025</p>", URL, "", "2025-05-06", id="its language alone"),
    ],
)  # fmt: skip
def test_order_of_day_and_month_is_the_pages(line: str, url: str, head: str, day: str) -> None:
    assert iso(published(H1 + line + PROSE, head=head, url=url, language="en")) == day


def test_update_that_the_page_shows_is_its_change() -> None:
    html = f'<html lang="en"><body><main>{H1}<p>6 May 2025. Updated: 9 May 2025</p>{PROSE}</main></body></html>'
    article = extract_article(Page(html=html, url=URL, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert (iso(article.published_at), iso(article.modified_at)) == ("2025-05-06", "2025-05-09")


def test_change_on_the_day_of_publication_needs_an_hour() -> None:
    head = '<meta property="article:published_time" content="2025-05-06T00:00:00+02:00"><meta name="lastmod" content="2025-05-06">'
    html = f'<html lang="en"><head>{head}</head><body><main>{H1}{PROSE}</main></body></html>'
    assert extract_article(Page(html=html, url=URL, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))).modified_at is None


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("04-ago-2021 5:11:10", "es", "2021-08-04"),
        ("July 30,2025", "en", "2025-07-30"),
        ("2025. július 30.", "hu", "2025-07-30"),
        ("2025. 07. 30.", "ko", "2025-07-30"),
        ("2025 m. liepos 30 d.", "lt", "2025-07-30"),
        ("ngày 5 tháng 7 năm 2025", "vi", "2025-07-05"),
        ("30 जुलाई 2025", "hi", "2025-07-30"),
        ("৫ মে ২০২৫", "bn", "2025-05-05"),
        ("30 ביולי 2025", "he", "2025-07-30"),
        ("30 กรกฎาคม 2568 เวลา 10:15 น.", "th", "2025-07-30"),
        ("30 تموز 2025", "ar", "2025-07-30"),
        ("6. Jänner 2025", "de", "2025-01-06"),
    ],
)
def test_date_in_the_writing_of_its_language(text: str, language: str, day: str) -> None:
    assert [one.claim.isoformat() for one in find_dates(text, language)] == [day]


@pytest.mark.parametrize("letter", ["ก", "क", "a", "ä"])
def test_long_word_behind_a_figure_is_passed_over(letter: str) -> None:
    assert not list(find_dates(f"30 {letter * 5_000} 25 {letter * 5_000}", "th"))


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 May 2025 10:15 GMT", "2025-05-06T10:15:00+00:00"),
        ("May 6, 2025 at 9:46 p.m. EST", "2025-05-06T21:46:00-05:00"),
        ("6. Mai 2025, 15:00 Uhr (MESZ)", "2025-05-06T15:00:00+02:00"),
        ("6 May 2025 10:15 UTC+05:30", "2025-05-06T10:15:00+05:30"),
        ("6 May 2025, 10:15 IST", "2025-05-06"),
        ("6. Mai 2025, 15:00 Uhr", "2025-05-06"),
    ],
)
def test_hour_counts_with_a_zone_of_one_meaning_only(text: str, expected: str) -> None:
    assert next(find_dates(text, "en-GB")).claim.isoformat() == expected


def test_short_year_is_read_with_dots_only() -> None:
    assert [one.claim.isoformat() for one in find_dates("06.05.25", "de")] == ["2025-05-06"]
    assert not list(find_dates("version 1.05.25.3 and 6:5:25", "de"))


@pytest.mark.parametrize("letter", ["ก", "ा", "字", "a"])
def test_line_that_is_one_long_word_holds_no_date(letter: str) -> None:
    assert list(find_dates("ก" + letter * 5_000 + " 12.")) == []
