"""The sample newsroom keeps its promises: what it serves, how it misbehaves, and what it says to expect."""

from __future__ import annotations

import csv
import gzip
import html
import http.client
import json
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import zlib
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import feedparser
import newsroom
import pytest
from newsroom import replay as replays
from newsroom.archive import archive_pieces
from newsroom.content import load_content, load_outlets
from warcio.archiveiterator import ArchiveIterator

EXPECTED = newsroom.expected()
TOPICS = {"security", "counterterrorism", "cybercrime"}
SEED = """Pakistan

Minister opens a school for mountain guides: Naheed Shah

Gilgit : On Monday a school for mountain guides opened its doors.

It has forty places, said Naheed Shah.

Related Articles

Leave a Reply
"""


@pytest.fixture(scope="module")
def seed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "seed.txt"
    path.write_text(SEED, "utf-8")
    return path


@pytest.fixture(scope="module")
def gold_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gold file in miniature: a query, escapes, a fragment, a doubled address, a missing one, a set left out."""
    folder = tmp_path_factory.mktemp("gold")
    rows = [
        ("fundus/a", "fundus", "https://news.example/a?id=7&utm_source=rss", "A & B"),
        ("fundus/b", "fundus", "https://news.example/%D8%B4%D8%B9%D8%B1-b", "B"),
        ("fundus/c", "fundus", "https://news.example/c#omrss", "C"),
        ("fundus/d", "fundus", "https://news.example/a?id=7&utm_source=rss", "D"),
        ("fundus/e", "fundus", None, None),
        ("other/f", "other", "https://news.example/f", "F"),
    ]
    with gzip.open(folder / "gold.jsonl.gz", "wt", encoding="utf-8") as file:
        for page_id, set_name, url, title in rows:
            name = page_id.replace("/", "-") + ".html.gz"
            (folder / name).write_bytes(gzip.compress(f"<p>{page_id}</p>".encode()))
            row = {"id": page_id, "set": set_name, "url": url, "path": name}
            row["gold_text"] = "one\u2028two"  # a line separator that ends no line of JSON
            file.write(json.dumps({**row, "gold_title": title} if title else row, ensure_ascii=False) + "\n")
    return folder / "gold.jsonl.gz"


@pytest.fixture(scope="module")
def running(seed_file: Path, gold_file: Path):
    with newsroom.start(seed=seed_file, replay=gold_file) as one:
        yield one


@pytest.fixture(autouse=True)
def forget(request: pytest.FixtureRequest):
    yield
    if "running" in request.fixturenames:
        request.getfixturevalue("running").reset()


def get(one: newsroom.RunningNewsroom, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return (status, headers, body) of one GET of a raw path, redirects not followed."""
    connection = http.client.HTTPConnection(urlsplit(one.control_url).netloc, timeout=30)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


# --- content -----------------------------------------------------------------------------------------------------


def test_newsroom_is_as_large_as_it_says():
    assert len(load_outlets()) >= 9
    assert len(EXPECTED) >= 66
    assert {one.language for one in EXPECTED} >= {"en", "ar", "ur", "ru", "es", "zh"}
    formats = {feed.format for outlet in load_outlets().values() for feed in outlet.feeds}
    assert formats == {"rss20", "rss10", "atom10", "json11", "sitemap-news"}


def test_topics_are_a_good_third_some_all_three_and_near_misses_have_none():
    carrying = [one for one in EXPECTED if one.topics]
    assert 0.3 <= len(carrying) / len(EXPECTED) <= 0.5
    assert sum(one.topics == TOPICS for one in EXPECTED) >= 3
    assert sum(bool(one.near_miss) for one in EXPECTED) >= 20
    for one in EXPECTED:
        assert one.topics <= TOPICS, one.path
        assert not (one.near_miss and one.topics), one.path
        assert "counterterrorism" not in one.topics or "security" in one.topics, one.path


@pytest.mark.parametrize("one", EXPECTED, ids=lambda one: f"{one.outlet}/{one.slug}")
def test_expectation_is_consistent(one: newsroom.Expectation):
    assert one.path.startswith(f"/{one.outlet}/")
    assert one.title
    assert one.published_at.tzinfo is not None
    assert len(one.title) < 300
    if one.kind not in ("listing", "paywalled"):
        units = len(one.body) / 2 if one.language == "zh" else len(one.body.split())
        assert 120 <= units <= 400
    if one.dateline_place and one.body:
        assert one.dateline_place.lower() in one.body.split("\n")[0].lower()


def test_paths_are_unique_and_titles_but_for_a_weekly_column():
    assert [path for path, n in Counter(one.path for one in EXPECTED).items() if n > 1] == []
    assert [title for title, n in Counter(one.title for one in EXPECTED).items() if n > 1] == ["The week in a garden"]


def test_two_dispatches_stand_in_three_outlets_each_under_other_headlines():
    groups: dict[str, set[str]] = {}
    by_slug = {one.slug: one for one in EXPECTED}
    for one in EXPECTED:
        if one.copy_of:
            dispatch = by_slug[one.copy_of]
            groups.setdefault(one.copy_of, {dispatch.outlet}).add(one.outlet)
            assert one.title != dispatch.title
            assert one.published_at > dispatch.published_at
            assert one.topics == dispatch.topics
            assert one.agency
            assert not one.authors
            assert one.body.split("\n")[1:] == dispatch.body.split("\n")[1 : len(one.body.split("\n"))]
    assert len(groups) >= 2
    assert all(len(outlets) >= 3 for outlets in groups.values())


def test_every_kind_of_item_is_there():
    assert {one.kind for one in EXPECTED} == {"article", "copy", "paywalled", "listing", "robots", "no_link"}
    assert sum(len(one.feed_links) > 1 for one in EXPECTED) >= 1, "the same article in two feeds of one outlet"


# --- pages and feeds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", EXPECTED, ids=lambda one: f"{one.outlet}/{one.slug}")
def test_page_carries_its_headline_and_text(running: newsroom.RunningNewsroom, one: newsroom.Expectation):
    status, headers, body = get(running, one.path)
    outlet = load_outlets()[one.outlet]
    text = body.decode(outlet.encoding)
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    words = html.unescape(text)
    piece = load_content()[one.outlet][one.slug]
    for number in range(2, piece.pages + 1):
        words += html.unescape(get(running, f"/{one.outlet}/{piece.path_of_page(number)}")[2].decode(outlet.encoding))
    assert one.title in words
    for line in one.body.split("\n"):
        assert line in words


def test_feeds_list_what_is_expected(running: newsroom.RunningNewsroom):
    listed: dict[str, list[str | None]] = {}
    for one in EXPECTED:
        for feed, link in one.feed_links:
            listed.setdefault(feed, []).append(link)
    served = {path_of(row.url): row for row in running.feeds() if "/replay" not in row.url and "/seed/" not in row.url}
    assert set(served) == set(listed)
    for path, links in listed.items():
        _, headers, body = get(running, path)
        found = feed_links(body, headers["content-type"])
        assert sorted(path_of(link) if link else "" for link in found) == sorted(link or "" for link in links), path


def feed_links(body: bytes, content_type: str) -> list[str | None]:
    """Return the links of a feed's items by the plainest reader that can."""
    if "json" in content_type:
        return [item.get("url") for item in json.loads(body)["items"]]
    if b"sitemaps.org" in body:
        return [one.text for one in ElementTree.fromstring(body).iter() if one.tag.endswith("}loc")]
    return [entry.get("link") for entry in feedparser.parse(body).entries if entry.get("title")]


@pytest.mark.parametrize(
    ("path", "version"),
    [
        ("/khyber-times/feed/", "rss20"),
        ("/harbour-gazette/index.rdf", "rss10"),
        ("/nordlys-wire/atom.xml", "atom10"),
    ],
    ids=["rss20", "rss10", "atom10"],
)
def test_feed_is_well_formed_and_of_its_kind(running: newsroom.RunningNewsroom, path: str, version: str):
    parsed = feedparser.parse(get(running, path)[2])
    assert (parsed.version, bool(parsed.bozo)) == (version, False)
    assert all(entry.get("published_parsed") or entry.get("updated_parsed") for entry in parsed.entries)


def test_broken_feed_is_not_well_formed_but_its_items_can_be_read(running: newsroom.RunningNewsroom):
    body = get(running, "/county-bugle/feed/")[2]
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(body)
    titles = {entry.title for entry in feedparser.parse(body).entries if entry.get("title")}
    assert titles == {one.title for one in EXPECTED if one.outlet == "county-bugle"}


def test_oddities_of_feeds(running: newsroom.RunningNewsroom):
    odd = feedparser.parse(get(running, "/sportsline/rss")[2]).entries
    assert len({entry.id for entry in odd}) == 1
    assert sum("published" not in entry for entry in odd) == 1
    assert sum("utm_source" in entry.get("link", "") for entry in odd) == len(odd) - 1
    full = feedparser.parse(get(running, "/diario-del-puerto/feed.xml")[2]).entries
    assert all(len(entry.content[0].value) > len(entry.summary) for entry in full)
    amp = feedparser.parse(get(running, "/pulse24/rss.xml")[2]).entries
    assert all("/pulse24/amp/" in entry.link for entry in amp)


def test_russian_page_and_feed_are_windows_1251(running: newsroom.RunningNewsroom):
    _, headers, page = get(running, next(one.path for one in EXPECTED if one.outlet == "stepnye-vesti"))
    assert headers["content-type"] == "text/html"
    assert b"charset=windows-1251" in page
    with pytest.raises(UnicodeDecodeError):
        page.decode("utf-8")
    assert get(running, "/stepnye-vesti/rss.xml")[2].startswith(b'<?xml version="1.0" encoding="windows-1251"?>')


def test_amp_twins_name_each_other(running: newsroom.RunningNewsroom):
    one = next(one for one in EXPECTED if one.outlet == "pulse24")
    amp_path = one.feed_links[0][1]
    full, amp = get(running, one.path)[2].decode(), get(running, amp_path)[2].decode()
    assert f'<link rel="amphtml" href="{running.base_url}{amp_path}">' in full
    assert f'<link rel="canonical" href="{running.base_url}{one.path}">' in amp


def test_paywalled_page_shows_a_teaser_and_says_so(running: newsroom.RunningNewsroom):
    one = next(one for one in EXPECTED if one.kind == "paywalled")
    text = get(running, one.path)[2].decode()
    piece = load_content()[one.outlet][one.slug]
    assert '"isAccessibleForFree": false' in text
    assert piece.paragraphs[piece.teaser] not in text


def test_home_pages_announce_feeds(running: newsroom.RunningNewsroom):
    text = get(running, "/khyber-times/")[2].decode()
    assert f'href="{running.base_url}/khyber-times/feed/"' in text
    assert f'href="{running.base_url}/meridian-post/rss/security.xml"' in get(running, "/")[2].decode()


def test_pages_have_a_style_sheet_and_an_icon(running: newsroom.RunningNewsroom):
    assert get(running, "/khyber-times/style.css")[1]["content-type"].startswith("text/css")
    assert get(running, "/favicon.ico")[2][:3] == get(running, "/khyber-times/favicon.ico")[2][:3] == b"GIF"


def test_robots_closes_one_folder_and_one_piece_lies_in_it(running: newsroom.RunningNewsroom):
    closed = [one for one in EXPECTED if one.kind == "robots"]
    rules = get(running, "/robots.txt")[2].decode().splitlines()
    assert f"Disallow: /{closed[0].outlet}/archive-closed/" in rules
    assert [one for one in EXPECTED if "/archive-closed/" in one.path] == closed


def test_host_header_reaches_an_outlet(running: newsroom.RunningNewsroom):
    by_path = get(running, "/khyber-times/feed/")[2]
    assert get(running, "/feed/", Host="khyber-times.localhost:8765")[2] == by_path


def test_base_url_may_give_every_outlet_a_host(tmp_path: Path):
    newsroom.write_feeds_csv(tmp_path / "feeds.csv", "http://{outlet}.localhost:8765")
    rows = list(csv.DictReader((tmp_path / "feeds.csv").open(encoding="utf-8")))
    assert "http://khyber-times.localhost:8765/feed/" in {row["url"] for row in rows}


def test_feeds_csv_has_a_row_per_feed(tmp_path: Path, running: newsroom.RunningNewsroom, seed_file: Path):
    path = tmp_path / "feeds.csv"
    count = newsroom.write_feeds_csv(path, running.base_url, seed=seed_file)
    text = path.read_text("utf-8")
    assert text.splitlines()[0] == "name,url,site,country,language,kind"
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == count
    assert {row["url"] for row in rows} == {row.url for row in running.feeds() if "/replay-feeds/" not in row.url}


def test_restart_serves_the_same_bytes():
    paths = [feed for one in EXPECTED for feed, _ in one.feed_links] + [one.path for one in EXPECTED]
    with newsroom.start() as first:
        address = first.base_url
        before = {path: get(first, path)[1:] for path in set(paths)}
    with newsroom.start(base_url=address) as second:
        after = {path: get(second, path)[1:] for path in set(paths)}
    validators = ("etag", "last-modified")
    for path, (headers, body) in before.items():
        assert after[path][1] == body
        assert [after[path][0][name] for name in validators] == [headers[name] for name in validators]


# --- conditional requests, edits, the log ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/khyber-times/feed/", "/nordlys-wire/story/20261116-observatory-first-light"])
def test_validators_give_304(running: newsroom.RunningNewsroom, path: str):
    _, headers, body = get(running, path)
    assert get(running, path, If_None_Match=headers["etag"])[::2] == (304, b"")
    assert get(running, path, If_Modified_Since=headers["last-modified"])[0] == 304
    assert get(running, path, If_None_Match='"other"', If_Modified_Since=headers["last-modified"])[2] == body
    assert get(running, path, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0] == 200


def test_edit_changes_page_feed_and_validators_and_reset_brings_them_back(running: newsroom.RunningNewsroom):
    page, feed = "/nordlys-wire/story/20261121-election-count-edited", "/nordlys-wire/atom.xml"
    before = {path: get(running, path) for path in (page, feed)}
    assert running.edit() == ["election-count-edited"]
    after = {path: get(running, path) for path in (page, feed)}
    for path in (page, feed):
        assert after[path][2] != before[path][2]
        assert after[path][1]["etag"] != before[path][1]["etag"]
    (edited,) = [one for one in newsroom.expected(edited=True) if one.path == page]
    text = html.unescape(after[page][2].decode())
    assert edited.title in text
    assert all(line in text for line in edited.body.split("\n"))
    assert [one for one in newsroom.expected(edited=True) if one not in EXPECTED] == [edited]
    assert "article:modified_time" in after[page][2].decode()
    assert b"2026-11-22T06:30:00+00:00" in after[feed][2]
    assert get(running, page, If_Modified_Since=before[page][1]["last-modified"])[0] == 200
    running.reset()
    assert get(running, page)[2] == before[page][2]


def test_log_shows_path_headers_and_status(running: newsroom.RunningNewsroom):
    get(running, "/khyber-times/feed/?x=1", User_Agent="Tester/1.0")
    get(running, "/nothing-here")
    log = running.requests()
    assert [(one["path"], one["status"]) for one in log] == [("/khyber-times/feed/?x=1", 200), ("/nothing-here", 404)]
    assert log[0]["headers"]["user-agent"] == "Tester/1.0"
    assert log[0]["time"] <= log[1]["time"]


# --- misbehaviour ------------------------------------------------------------------------------------------------

STATUSES = {"500", "502", "503", "429", "401", "403", "404", "410", "451"}
BREAKS = {
    "reset": ConnectionResetError,
    "reset-mid-body": ConnectionResetError,
    "truncated": http.client.IncompleteRead,
}
REDIRECTS = {
    "redirect-private": "http://10.0.0.1/admin",
    "redirect-metadata": "http://169.254.169.254/latest/meta-data/",
    "redirect-file": "file:///etc/passwd",
    "redirect-loop": "/_bad/redirect-loop",
    "redirect-chain": "/_bad/redirect-chain/4",
}
UNENDING = {"timeout", "slow-drip", "endless"}


@pytest.mark.parametrize("kind", sorted(STATUSES))
def test_misbehaviour_answers_a_status(running: newsroom.RunningNewsroom, kind: str):
    assert get(running, f"/_bad/{kind}")[0] == int(kind)


@pytest.mark.parametrize("kind", sorted(BREAKS))
def test_misbehaviour_breaks_the_transfer(running: newsroom.RunningNewsroom, kind: str):
    with pytest.raises(BREAKS[kind]):
        get(running, f"/_bad/{kind}")


@pytest.mark.parametrize("kind", sorted(REDIRECTS))
def test_misbehaviour_redirects(running: newsroom.RunningNewsroom, kind: str):
    status, headers, _ = get(running, f"/_bad/{kind}")
    assert status in (301, 302)
    assert headers["location"] == REDIRECTS[kind]


def test_redirect_chain_ends_at_a_page(running: newsroom.RunningNewsroom):
    with urllib.request.urlopen(f"{running.control_url}/_bad/redirect-chain/9") as response:
        assert response.url.endswith("/_bad/redirect-chain/1")
        assert b"<article" in response.read()


def test_redirect_chain_on_a_path_ends_at_its_own_answer(running: newsroom.RunningNewsroom):
    body = get(running, "/khyber-times/feed/?x=1")[2]
    running.misbehave("/khyber-times/feed/", "redirect-chain", times=1)
    with urllib.request.urlopen(f"{running.control_url}/khyber-times/feed/?x=1") as response:
        assert "/_bad/redirect-chain/1" in response.url
        assert response.read() == body


def test_timeout_never_answers(running: newsroom.RunningNewsroom):
    host, port = urlsplit(running.control_url).netloc.split(":")
    with socket.create_connection((host, int(port))) as sock:
        sock.sendall(b"GET /_bad/timeout HTTP/1.1\r\nHost: x\r\n\r\n")
        sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            sock.recv(1)


@pytest.mark.parametrize(("kind", "amount"), [("slow-drip", 2), ("endless", 10_000_000)])
def test_body_goes_on(running: newsroom.RunningNewsroom, kind: str, amount: int):
    with urllib.request.urlopen(f"{running.control_url}/_bad/{kind}") as response:
        assert len(response.read(amount)) == amount


def test_too_many_requests_says_when(running: newsroom.RunningNewsroom):
    assert get(running, "/_bad/429")[1]["retry-after"] == "120"
    status, headers, _ = get(running, "/_bad/429-date")
    assert status == 429
    assert headers["retry-after"].endswith("GMT")


def test_gzip_bomb_is_small_on_the_wire(running: newsroom.RunningNewsroom):
    _, headers, body = get(running, "/_bad/gzip-bomb")
    assert headers["content-encoding"] == "gzip"
    assert len(body) < 100_000
    assert len(gzip.decompress(body)) == 50 * 2**20


def test_bad_gzip_cannot_be_unpacked(running: newsroom.RunningNewsroom):
    with pytest.raises((OSError, EOFError, zlib.error)):
        gzip.decompress(get(running, "/_bad/bad-gzip")[2])


def test_validators_that_lie(running: newsroom.RunningNewsroom):
    first, second = get(running, "/_bad/etag-changing"), get(running, "/_bad/etag-changing")
    assert first[2] == second[2]
    assert first[1]["etag"] != second[1]["etag"]
    first = get(running, "/_bad/etag-stuck")
    second = get(running, "/_bad/etag-stuck", If_None_Match=first[1]["etag"])
    assert first[1]["etag"] == second[1]["etag"]
    assert first[2] != second[2]
    assert get(running, "/_bad/304-unasked")[0] == 304


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        ("empty", b""),
        ("garbage", bytes.fromhex("6e340b9cffb37a98")),
        ("html-for-feed", b"We will be back soon"),
        ("wrong-charset", b"<article"),
        ("soft-404", b"Page not found"),
        ("consent-wall", b"842 partners"),
        ("bot-challenge", b"Checking your browser"),
        ("login", b'type="password"'),
        ("deep-nesting", b"<div>" * 1000),
        ("long-title", b"Parliament debates"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_misbehaviour_answers_200_with_something_else(running: newsroom.RunningNewsroom, kind: str, sign: bytes):
    status, _, body = get(running, f"/_bad/{kind}")
    assert status == 200
    assert sign in body


def test_long_title_has_300_characters(running: newsroom.RunningNewsroom):
    text = get(running, "/_bad/long-title")[2].decode()
    assert len(text.split("<h1>")[1].split("</h1>")[0]) == 300


def test_huge_header_is_sent(running: newsroom.RunningNewsroom):
    with pytest.raises(http.client.LineTooLong):
        get(running, "/_bad/huge-headers")


def test_every_misbehaviour_is_tested_and_described():
    others = {"gzip-bomb", "bad-gzip", "etag-changing", "etag-stuck", "304-unasked", "huge-headers", "429-date"}
    contents = {"empty", "garbage", "html-for-feed", "wrong-charset", "soft-404", "consent-wall", "bot-challenge"}
    contents |= {"login", "deep-nesting", "long-title"}
    assert set(newsroom.MISBEHAVIOURS) == STATUSES | set(BREAKS) | set(REDIRECTS) | UNENDING | others | contents
    assert all(one.kind == kind and one.summary for kind, one in newsroom.MISBEHAVIOURS.items())


def test_misbehaviour_on_a_path_lasts_as_often_as_asked(running: newsroom.RunningNewsroom):
    running.misbehave("/khyber-times/feed/", "503", times=2)
    assert [get(running, "/khyber-times/feed/")[0] for _ in range(3)] == [503, 503, 200]
    assert get(running, "/nordlys-wire/atom.xml")[0] == 200


@pytest.mark.parametrize("path", ["*", "/khyber-times/*"])
def test_misbehaviour_on_a_prefix_lasts_until_reset(running: newsroom.RunningNewsroom, path: str):
    running.misbehave(path, "404")
    assert [get(running, "/khyber-times/feed/")[0] for _ in range(3)] == [404] * 3
    running.reset()
    assert get(running, "/khyber-times/feed/")[0] == 200


def test_spoiled_answer_is_the_path_s_own(running: newsroom.RunningNewsroom):
    body = get(running, "/khyber-times/feed/")[2]
    running.misbehave("/khyber-times/feed/", "wrong-charset")
    _, headers, spoiled = get(running, "/khyber-times/feed/")
    assert spoiled == body
    assert headers["content-type"].endswith("charset=iso-8859-5")


def test_unknown_misbehaviour_and_unknown_edit_are_named(running: newsroom.RunningNewsroom):
    with pytest.raises(ValueError, match="no misbehaviour 'nonsense'"):
        running.misbehave("*", "nonsense")
    with pytest.raises(ValueError, match="no piece 'nobody'"):
        running.edit("nobody")


# --- starting, seed, replay, archives ----------------------------------------------------------------------------


def test_taken_port_is_named(running: newsroom.RunningNewsroom):
    port = urlsplit(running.control_url).port
    with pytest.raises(OSError, match=f"port {port}"):
        newsroom.start(port=port)


def test_stop_closes_the_port_with_requests_in_flight():
    one = newsroom.start()
    host, port = urlsplit(one.control_url).netloc.split(":")
    with socket.create_connection((host, int(port))) as sock:
        sock.sendall(b"GET /_bad/timeout HTTP/1.1\r\nHost: x\r\n\r\n")
        one.stop()
        one.stop()
    with pytest.raises((ConnectionRefusedError, urllib.error.URLError)):
        urllib.request.urlopen(one.control_url)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_serve_ends_cleanly_on_a_signal(number: signal.Signals):
    code = "import newsroom, sys; newsroom.serve(0, when_ready=lambda url: print(url, flush=True)); print('ended')"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        address = child.stdout.readline().strip()
        with urllib.request.urlopen(f"{address}/robots.txt") as response:
            assert response.status == 200
        child.send_signal(number)
        assert child.stdout.read() == "ended\n"
    assert child.returncode == 0


def test_seed_is_served_as_a_magazine_page(running: newsroom.RunningNewsroom):
    feed = next(row for row in running.feeds() if "/seed/" in row.url)
    (entry,) = feedparser.parse(get(running, path_of(feed.url))[2]).entries
    text = get(running, path_of(entry.link))[2].decode()
    assert '<h1 class="post-title entry-title">Minister opens a school for mountain guides: Naheed Shah</h1>' in text
    assert "<p>It has forty places, said Naheed Shah.</p>" in text
    assert text.index(">Pakistan</a></span>") < text.index("<h1")
    for furniture in ("Related Articles", "Leave a Reply", "Required fields are marked", "Back to top button"):
        assert text.count(furniture) == 1


def test_seed_without_a_body_is_refused(tmp_path: Path):
    (tmp_path / "short.txt").write_text("Pakistan\n\nA headline\n")
    with pytest.raises(ValueError, match=r"short\.txt needs"):
        newsroom.start(seed=tmp_path / "short.txt")


@pytest.mark.parametrize(
    ("asked", "page_id"),
    [
        ("https://news.example/a?id=7&utm_source=rss", "fundus/a"),
        ("https://news.example/a?id=7", "fundus/a"),
        ("https://news.example/%D8%B4%D8%B9%D8%B1-b", "fundus/b"),
        ("https://NEWS.example/%d8%b4%d8%b9%d8%b1-b", "fundus/b"),
        ("https://news.example/c", "fundus/c"),
        (replays.made_up_url("fundus/d"), "fundus/d"),
        (replays.made_up_url("fundus/e"), "fundus/e"),
    ],
    ids=["as recorded", "tracking removed", "escaped", "other case", "fragment", "doubled address", "no address"],
)
def test_replay_finds_a_page_by_its_address(running: newsroom.RunningNewsroom, asked: str, page_id: str):
    status, headers, body = get(running, f"/replay/{asked}")
    assert (status, headers["content-type"], body) == (200, "text/html", f"<p>{page_id}</p>".encode())


@pytest.mark.parametrize("url", ["https://news.example/robots.txt", "https://news.example/f", "nonsense"])
def test_replay_has_no_other_page(running: newsroom.RunningNewsroom, url: str):
    assert get(running, f"/replay/{url}")[0] == 404


def test_replay_feeds_list_every_page_once(running: newsroom.RunningNewsroom):
    index = json.loads(get(running, "/replay-feeds/index.json")[2])
    assert [(one["set"], one["item_count"]) for one in index] == [("fundus", 5)]
    entries = feedparser.parse(get(running, path_of(index[0]["url"]))[2]).entries
    assert [entry.title for entry in entries[:4]] == ["A & B", "B", "C", "D"]
    for entry in entries:
        assert get(running, "/replay/" + quote(entry.link, safe=":/?&=%#").split("#")[0])[0] == 200
    assert index[0]["url"] in {row.url for row in running.feeds()}


def test_replay_feeds_hold_a_hundred_items_at_most(gold_file: Path):
    page = replays.load(gold_file).pages[0]
    many = replays.Replay(tuple([page] * 250), {}, {})
    assert [len(pages) for pages in many.feeds().values()] == [100, 100, 50]


def test_replay_without_a_page_is_refused(gold_file: Path):
    with pytest.raises(ValueError, match="no page of the sets nothing"):
        replays.load(gold_file, sets=("nothing",))


def test_archive_has_three_days_of_at_least_four_articles():
    pieces = archive_pieces()
    days = Counter(one.published_at.date() for one in pieces)
    assert tuple(sorted(days)) == newsroom.ARCHIVE_DAYS
    assert min(days.values()) >= 4
    assert all(len(" ".join(one.lines).split()) >= 120 for one in pieces)


@pytest.mark.parametrize("name", ["past.warc.gz", "past.warc"])
def test_warc_reads_back(tmp_path: Path, name: str):
    count = newsroom.write_warc(tmp_path / name)
    with (tmp_path / name).open("rb") as file:
        records = [
            (
                one.rec_type,
                one.rec_headers["WARC-Target-URI"],
                one.rec_headers["WARC-Date"],
                one.content_stream().read(),
            )
            for one in ArchiveIterator(file)
        ]
    assert records.pop(0)[0] == "warcinfo"
    assert len(records) == count == len(archive_pieces())
    newsroom.write_warc(tmp_path / f"again-{name}")
    assert (tmp_path / f"again-{name}").read_bytes() == (tmp_path / name).read_bytes()
    for (kind, url, date, body), piece in zip(records, archive_pieces(), strict=True):
        assert kind == "response"
        assert date.startswith(piece.published_at.date().isoformat())
        assert f'<link rel="canonical" href="{url}">'.encode() in body


def test_archive_of_one_day_and_as_a_folder(tmp_path: Path):
    assert newsroom.write_pages_folder(tmp_path, newsroom.ARCHIVE_DAYS[:1]) == 4
    assert [day.name for day in tmp_path.iterdir()] == ["2026-09-07"]
    newsroom.write_pages_folder(tmp_path)
    pages = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html"))
    assert pages == sorted(f"{one.published_at:%Y-%m-%d}/{one.slug}.html" for one in archive_pieces())
    assert b'<link rel="canonical" href="https://lighthouse-daily.example/' in (tmp_path / pages[0]).read_bytes()
