"""Dates as feeds write them: a table of texts and what they claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.feeds.dates import parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 03 Mar 2026 08:15:00 GMT", "2026-03-03T08:15:00+00:00"),
        ("Tue, 03 Mar 2026 08:15:00 +0000", "2026-03-03T08:15:00+00:00"),
        ("Tue, 03 Mar 2026 08:15:00 -0700", "2026-03-03T08:15:00-07:00"),
        ("Tue, 3 Mar 26 08:15 EST", "2026-03-03T08:15:00-05:00"),
        ("03 Mar 2026 08:15:00 EDT", "2026-03-03T08:15:00-04:00"),
        ("Tue, 03 Mar 2026 1:55 PM EST", "2026-03-03T13:55:00-05:00"),
        ("Tue, 03 Mar 2026 12:05 AM PST", "2026-03-03T00:05:00-08:00"),
        ("March 3, 2026 3:09pm", "2026-03-03T15:09:00+00:00"),
        ("March 3rd, 2026 at 3 p.m. IST", "2026-03-03T15:00:00+05:30"),
        ("Tue Mar  3 08:15:07 2026", "2026-03-03T08:15:07+00:00"),
        ("Tue Mar 3 08:15:07 PKT 2026", "2026-03-03T08:15:07+05:00"),
        ("Tue, 03-Mar-2026 4:35:5 GMT+9", "2026-03-03T04:35:05+09:00"),
        ("Tue, 03 Mar 2026 08:15:00 GMT+0530", "2026-03-03T08:15:00+05:30"),
        ("Tue, 03 Mar 2026 08:15:00 -0500 (EST)", "2026-03-03T08:15:00-05:00"),
        ("Tue, 03 Mar 2026 08:15:00 Europe/Madrid", "2026-03-03T08:15:00+01:00"),
        ("Tue, 03 Mar 2026 24:00:00 Z", "2026-03-04T00:00:00+00:00"),
        ("Tue, 03 Mar 2026 23:59:60 Z", "2026-03-04T00:00:00+00:00"),
        ("2026-03-03T08:15:00Z", "2026-03-03T08:15:00+00:00"),
        ("2026-03-03T08:15:00.123456+05:00", "2026-03-03T08:15:00+05:00"),
        ("2026-03-03T08:15:00-05:00Z", "2026-03-03T08:15:00-05:00"),
        ("2026-03-03T08:15:9+01:00", "2026-03-03T08:15:09+01:00"),
        ("2026-03-03T08:15+01", "2026-03-03T08:15:00+01:00"),
        ("2026-03-03 08:15:00 +0100", "2026-03-03T08:15:00+01:00"),
        ("2026-03-03 08:15:00 PM", "2026-03-03T20:15:00+00:00"),
        ("20260303T081500Z", "2026-03-03T08:15:00+00:00"),
        ("20260303081500", "2026-03-03T08:15:00+00:00"),
        ("2026-062", "2026-03-03"),
        ("1772525700", "2026-03-03T08:15:00+00:00"),
        ("1772525700000", "2026-03-03T08:15:00+00:00"),
        ("2026-03-03", "2026-03-03"),
        ("20260303", "2026-03-03"),
        ("3 March 2026", "2026-03-03"),
        ("03.03.2026 08:15", "2026-03-03T08:15:00+00:00"),
        ("25/12/2026 08:15", "2026-12-25T08:15:00+00:00"),
        ("12/25/2026", "2026-12-25"),
        ("2026/03/04 08:15:00", "2026-03-04T08:15:00+00:00"),
        ("mar., 03 févr. 2026 08:15:00 +0100", "2026-02-03T08:15:00+01:00"),
        ("Di, 03 März 2026 08:15:00 +0100", "2026-03-03T08:15:00+01:00"),
        ("Вт, 03 марта 2026 08:15:00 +0300", "2026-03-03T08:15:00+03:00"),
        ("3 de marzo de 2026", "2026-03-03"),
        ("03 Mart 2026 08:15", "2026-03-03T08:15:00+00:00"),
        ("3 مارس 2026", "2026-03-03"),
        ("३ मार्च 2026", "2026-03-03"),
        ("3 मार्च 2026", "2026-03-03"),
        ("2026年3月4日 08:15", "2026-03-04T08:15:00+00:00"),
        ("2026년 3월 4일 오후 11:31:08", "2026-03-04T23:31:08+00:00"),
        ("2026年3月4日 下午3時09分", "2026-03-04T15:09:00+00:00"),
    ],
)
def test_date_is_read(text: str, expected: str | None) -> None:
    found = parse_date(text)

    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "soon", "0001-01-01T00:00:00Z", "0000-00-00 00:00:00", "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT",
        "1900-01-01", "9999-12-31T23:59:59Z", "0", "2026", "2026-03", "03/04/2026", "30 Feb 2026 08:15:00 GMT", "2026-13-45",
        "Mon, 99 Foo 2026 25:61:61", "1" * 60, "x" * 500, "123456789012345678", "12:30", "March",
    ],
)  # fmt: skip
def test_what_is_no_date_or_two_dates_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "precision", "zone"),
    [
        pytest.param("Tue, 03 Mar 2026 08:15:00", "second", "assumed", id="naive"),
        pytest.param("2026-03-03T08:15:00", "second", "assumed", id="naive ISO"),
        pytest.param("Tue, 03 Mar 2026 08:15:00 XYZ", "second", "assumed", id="zone nobody knows"),
        pytest.param("Tue, 03 Mar 2026 08:15 GMT", "minute", "stated", id="no seconds"),
        pytest.param("2026-03-03", "day", "assumed", id="day only"),
        pytest.param("1772525700", "second", "stated", id="epoch is UTC"),
        pytest.param("Tue, 03 Mar 2026 08:15:00 +9900", "second", "assumed", id="impossible offset"),
    ],
)
def test_what_is_not_said_is_marked(text: str, precision: str, zone: str) -> None:
    found = parse_date(text)

    assert found is not None
    assert (found.precision, found.zone, found.source) == (precision, zone, "feed")


def test_month_that_differs_between_languages_is_read_by_the_feeds_language() -> None:
    croatian, polish = parse_date("3 listopada 2026", language="hr"), parse_date("3 listopada 2026", language="pl-PL")

    assert [one.isoformat() for one in (croatian, polish) if one] == ["2026-10-03", "2026-11-03"]
    assert parse_date("3 listopada 2026") is None


@given(st.text(max_size=60) | st.from_regex(r"[0-9TZ:+ .,/-]{1,30}", fullmatch=True))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_date(text)

    assert found is None or found.at.tzinfo is not None


@pytest.mark.parametrize("letter", ["क", "ก", "字", "a"])
def test_long_word_behind_a_day_is_no_month(letter: str) -> None:
    assert parse_date("12 " + letter * 60) is None
