"""seeds/feeds.csv is data that a person edits: these tests hold it to what docs/feeds.md promises.

They read the file only. Whether an address answers today is for the poller and `mart.feed_health` to say.
"""

import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from babel import Locale

FEEDS_CSV = Path(__file__).parents[2] / "seeds" / "feeds.csv"

COLUMNS = ["name", "url", "site", "country", "language", "kind"]
# Kinds whose publishers write about security, counterterrorism and cybercrime most of the time.
TOPICAL_KINDS = frozenset({"ministry", "cert", "police", "court", "think_tank", "cyber_press"})
GENERAL_KINDS = frozenset({"agency", "newspaper", "broadcaster", "magazine", "intergovernmental"})
# CLDR names these as territories; they are no country of a publisher (ISO 3166-1 lists none of them).
NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ"})
# Search engines and relays rewrite links and vanish without notice: a seed names the publisher's own feed.
RELAYS = frozenset({"news.google.com", "rsshub.app", "rss.app", "fetchrss.com", "feedx.net", "www.bing.com"})

MIN_FEEDS = 150
MIN_TOPICAL_FEEDS = 60
MIN_LANGUAGES = 15
# Region → (its countries, the least number of feeds from there).
REGIONS = {
    "Pakistan": ("PK", 12),
    "India": ("IN", 12),
    "China": ("CN", 6),
    "Central Asia": ("KZ KG TJ TM UZ", 10),
    "Africa": ("BF CD DZ EG ET GH KE LY MA ML MZ NG RW SD SN SO SS TD TN TZ UG ZA ZM ZW", 20),
    "Middle East": ("AE BH IL IQ IR JO KW LB OM PS QA SA SY TR YE", 15),
    "East and South-East Asia": ("HK ID JP KH KR LA MM MN MY PH SG TH TW VN", 15),
    "Europe": ("AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LV NL NO PL PT RO RS RU SE SI SK UA", 60),
    "North America": ("CA US", 30),
    "Latin America and the Caribbean": ("AR BO BR CL CO CR CU DO EC GT HT JM MX NI PA PE PY SV TT UY VE", 12),
    "Oceania": ("AU FJ NZ PG", 6),
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FEEDS_CSV.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def test_every_cell_is_filled_and_trimmed(rows):
    faults = [row for row in rows if set(row) != set(COLUMNS) or any(not v or v != v.strip() for v in row.values())]
    assert faults == []


def test_the_file_is_utf8_with_unix_line_ends_and_no_byte_order_mark():
    raw = FEEDS_CSV.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def test_there_are_enough_feeds(rows):
    assert len(rows) >= MIN_FEEDS


@pytest.mark.parametrize("column", ["url", "site"])
def test_every_address_is_absolute_http_with_a_host(rows, column):
    faults = [row[column] for row in rows if not is_plain_http_address(row[column])]
    assert faults == []


def test_no_feed_is_listed_twice(rows):
    assert repeated(address_key(row["url"]) for row in rows) == []


def test_no_two_feeds_share_a_name(rows):
    assert repeated(row["name"].casefold() for row in rows) == []


def test_no_feed_goes_through_a_search_engine_or_a_relay(rows):
    assert [row["url"] for row in rows if urlsplit(row["url"]).hostname in RELAYS] == []


def test_countries_are_iso_3166_codes(rows):
    known = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()} - NOT_COUNTRIES
    assert sorted({row["country"] for row in rows} - known) == []


def test_languages_are_iso_639_codes(rows):
    known = {code for code in Locale("en").languages if len(code) == 2}
    assert sorted({row["language"] for row in rows} - known) == []


def test_many_languages_are_covered(rows):
    assert len({row["language"] for row in rows}) >= MIN_LANGUAGES


def test_kinds_are_the_documented_ones_and_each_is_used(rows):
    assert {row["kind"] for row in rows} == TOPICAL_KINDS | GENERAL_KINDS


def test_the_list_leans_to_our_topics(rows):
    assert sum(row["kind"] in TOPICAL_KINDS for row in rows) >= MIN_TOPICAL_FEEDS


@pytest.mark.parametrize("region", REGIONS)
def test_region_is_covered(rows, region):
    countries, least = REGIONS[region]
    assert sum(row["country"] in countries.split() for row in rows) >= least


def test_pakistan_is_read_in_urdu_too(rows):
    assert [row["name"] for row in rows if row["country"] == "PK" and row["language"] == "ur"]


def test_rows_are_sorted_by_country_then_name(rows):
    keys = [(row["country"], row["name"].casefold()) for row in rows]
    assert keys == sorted(keys)


def test_the_documentation_names_every_column_and_kind():
    text = (FEEDS_CSV.parents[1] / "docs" / "feeds.md").read_text(encoding="utf-8")
    assert [word for word in [*COLUMNS, *sorted(TOPICAL_KINDS | GENERAL_KINDS)] if f"`{word}`" not in text] == []


def is_plain_http_address(address: str) -> bool:
    """Return whether the address is http(s) with a dotted host and no credentials, port, fragment or space."""
    parts = urlsplit(address)
    return (
        parts.scheme in {"http", "https"}
        and "." in (parts.hostname or "")
        and parts.netloc == parts.hostname
        and not parts.fragment
        and not any(character.isspace() for character in address)
    )


def address_key(address: str) -> str:
    """Return the address without what makes two spellings of one feed: scheme, `www.`, last slash."""
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/") + query


def repeated(values) -> list[str]:
    seen: set[str] = set()
    return [value for value in values if value in seen or seen.add(value)]
