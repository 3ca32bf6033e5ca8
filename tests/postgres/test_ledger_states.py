"""What servers, addresses and pages do wrong, and the ledger state it leads to: one row a misbehaviour, one run of all.

The run is the real one: a feed is polled that names every page, and its batch goes through all stages into Postgres.
So each row also proves that no other row lost anything by it.
"""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import brotli
import pytest
import trustme
import zstandard
from newsroom import misbehaviour
from sqlalchemy import create_engine

from pipeline import steps
from pipeline.archive.store import ArchiveStore
from pipeline.errors import DatelineError, Gone, NeverRetry, Refused, RetryLater
from pipeline.feeds.rows import FeedRow
from pipeline.fetch import client
from pipeline.settings import Settings
from pipeline.steps.line import run_line_once
from pipeline.steps.workplace import Workplace, utc_now
from pipeline.store.embedded import EmbeddedServer
from pipeline.store.store import open_store
from tests.conftest import admin
from tests.postgres.wire_host import Host, wire_hosts
from tests.unit import test_fetch_misbehaviours as wire
from tests.unit import wire_server
from tests.unit.made_up_texts import make_text
from tests.unit.wire_server import Script, answer, redirect

NEW = ("loaded", "new_article")
HTML = "Content-Type: text/html; charset=utf-8"
LIMIT = 50_000  # bytes of a page here; the bombs are larger, the pages smaller
SAID_BY_THE_FEED = ("filter_exclude", "url_too_long", "no_link_no_content")  # the reason says it all
STATES: dict[type[DatelineError], str] = {
    RetryLater: "discovered",  # and waits for its next try
    Gone: "unreachable",
    NeverRetry: "unreachable",
    Refused: "refused",
}


@dataclass(frozen=True)
class Row:
    """One misbehaviour. script: what stands at /start; url: asked instead; text: the feed's own, in HTML."""

    state: str
    reason: str
    script: Script = b""
    robots: Script = wire_server.ROBOTS_404
    more: dict[str, Script] = field(default_factory=dict)
    tls: str = ""
    url: str = ""
    text: str = ""


def article(number: int, *, title: str = "", text: str = "", charset: str = "utf-8", meta: str = "") -> bytes:
    """Return a page with an article that no other page has."""
    told = text or make_text(number, 300)
    paragraphs = "".join(f"<p>{told[start : start + 400]}</p>" for start in range(0, len(told), 400))
    head = f"<meta charset='{meta or charset}'><title>{title or f'Story {number}'}</title>"
    page = f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>{title or f'Story {number}'}</h1>{paragraphs}"
    return f"{page}</article></body></html>".encode(charset)


def html(body: bytes | str, *headers: str) -> bytes:
    return answer(200, body.encode() if isinstance(body, str) else body, *(headers or (HTML,)))


def coded(number: int, packed: str) -> bytes:
    pack = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress}[packed]
    return html(pack(article(number)), HTML, f"Content-Encoding: {packed}")


def robots(rules: str) -> dict[str, Any]:
    return {"robots": answer(200, rules.encode(), "Content-Type: text/plain")}


RUSSIAN = "Совет порта решил во вторник, что новый паром пойдёт весной. Жители острова ждали этого много лет. " * 8
CHINESE = "港务局周二决定新的渡轮将在春天开航。岛上的居民等待了很多年。市长说这座桥仍然需要讨论。" * 12
JAPANESE = "港の委員会は火曜日に新しいフェリーを春に就航させると決めた。島の住民は長年待っていた。" * 12
FRENCH = "Le conseil du port a décidé mardi que le nouveau bac partirait au printemps. Les îliens l'espéraient. " * 8
SPANISH = (
    "El consejo del puerto decidió el martes que el transbordador saldrá en primavera. La isla lo esperó años. " * 8
)
FEED_TEXT = "".join(f"<p>{make_text(900 + number, 60)}</p>" for number in range(4))

# Those of the wire, with what the client makes of them in the unit table.
ROWS: dict[str, Row] = {
    f"wire {name}": Row(STATES[row.error], row.reason, row.script)
    for name, row in wire.ROWS.items()
    if row.kind == "page"
}
# robots.txt (RFC 9309), with what it means for the page.
ROWS |= {
    f"robots {name}": Row(
        *(NEW if row.reason is None else ("refused" if row.reason == "robots" else "discovered", row.reason)),
        html(article(number)),
        robots=row.robots,
        more={"/rules.txt": answer(200, wire.DISALLOW_ALL), "/hop2": redirect("/rules.txt"), **wire.HOPS},
    )
    for number, (name, row) in enumerate(wire.ROBOTS.items(), 100)
    if row.changed.get("obey_robots") is not False
}
ROWS |= {
    "robots longest rule wins": Row(*NEW, html(article(150)), **robots("User-agent: *\nDisallow: /\nAllow: /start\n")),
    "robots allow wins a tie": Row(*NEW, html(article(151)), **robots("User-agent: *\nDisallow: /start\nAllow: /start")),
    "robots wildcard": Row("refused", "robots", html(""), **robots("User-agent: *\nDisallow: /*art$\n")),
    "robots end of path": Row(*NEW, html(article(152)), **robots("User-agent: *\nDisallow: /star$\n")),
    "robots name in capitals": Row("refused", "robots", html(""), **robots("USER-AGENT: DATELINE\nDISALLOW: /start")),
    "robots groups of one name": Row(
        "refused", "robots", html(""), **robots("User-agent: Dateline\nDisallow: /a\n\nUser-agent: Dateline\nDisallow: /s")
    ),
    "robots group of two names": Row(
        "refused", "robots", html(""), **robots("User-agent: GPTBot\nUser-agent: dateline\nDisallow: /\n")
    ),
    "robots comments": Row("refused", "robots", html(""), **robots("# hello\nUser-agent: * # all\nDisallow: / # none\n")),
    "robots carriage returns": Row("refused", "robots", html(""), **robots("User-agent: *\rDisallow: /\r")),
    "robots empty rule": Row(*NEW, html(article(153)), **robots("User-agent: *\nDisallow:\n")),
    "robots rules before any name": Row(*NEW, html(article(154)), **robots("Disallow: /\nUser-agent: x\nDisallow: /\n")),
    "robots of the redirect's target": Row(
        "refused",
        "robots",
        redirect("/closed/page"),
        more={"/closed/page": html(article(155))},
        **robots("User-agent: *\nDisallow: /closed/\n"),
    ),
}  # fmt: skip
# Addresses.
ROWS |= {
    "loopback of another number": Row("refused", "address_forbidden", url="http://127.0.0.9/"),
    "private address": Row("refused", "address_forbidden", url="http://10.1.2.3/news"),
    "metadata service": Row("refused", "address_forbidden", url="http://169.254.169.254/latest/meta-data/"),
    "multicast": Row("refused", "address_forbidden", url="http://224.0.0.1/"),
    "IPv4 in IPv6": Row("refused", "address_forbidden", url="http://[::ffff:10.1.2.3]/"),
    "NAT64": Row("refused", "address_forbidden", url="http://[64:ff9b::a01:203]/"),
    "link-local": Row("refused", "address_forbidden", url="http://[fe80::1]/"),
    "short loopback": Row("refused", "bad_url", url="http://127.1/"),
    "port of mail": Row("refused", "port", url="http://93.184.216.34:25/"),
    "userinfo": Row("refused", "userinfo", url="http://me:secret@127.0.0.1/"),
    "name of a private address": Row("refused", "address_forbidden", url="http://inside.example/page"),
    "name that is rebound": Row("refused", "address_forbidden", redirect("http://rebound.example/inside")),
    "name without an address": Row("discovered", "dns", url="http://nowhere.example/page"),
    "closed port": Row("discovered", "connection_refused", url="http://127.0.0.1:9/page"),
    "endless address": Row("refused", "url_too_long", url="http://long.example/" + "a" * 3_000),
}
# TLS.
ROWS |= {
    "tls sound": Row(*NEW, html(article(200)), tls="sound"),
    **{
        f"tls {fault}": Row("discovered", "tls", html(""), tls=fault)
        for fault in ("expired", "not yet valid", "of another host", "of an unknown authority")
    },
}
# What answers 200 and is no page, or not the page.
ROWS |= {
    "empty body": Row("not_article", "empty", html(b"")),
    "no text": Row("not_article", "empty", html("<html><body><div></div></body></html>")),
    "pdf": Row("not_article", "not_html", html(b"%PDF-1.7 ...", "Content-Type: application/pdf")),
    "pdf said to be a page": Row("not_article", "not_html", html(b"%PDF-1.7 ...")),
    "json": Row("not_article", "not_html", html('{"a": 1}', "Content-Type: application/json")),
    "picture": Row("not_article", "not_html", html(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "Content-Type: image/png")),
    "noise": Row("not_article", "not_html", html(bytes(range(256)) * 40)),
    "a feed": Row("not_article", "not_html", html(b"<?xml version='1.0'?><rss><channel/></rss>")),
    "consent wall": Row("refused", "consent_wall", html(misbehaviour.CONSENT)),
    "bot challenge": Row("refused", "bot_challenge", html(misbehaviour.CHALLENGE)),
    "login wall": Row("refused", "login_wall", html(misbehaviour.LOGIN)),
    "soft 404": Row("unreachable", "soft_404", html(misbehaviour.SOFT_404)),
    "leads to the front page": Row("unreachable", "soft_404", redirect("/"), more={"/": html(article(210))}),
    "title of 300 characters": Row(*NEW, html(article(211, title="A long headline of the harbour " * 10))),
    "403 with the text in the feed": Row(*NEW, answer(403), text=FEED_TEXT),
    "403 with a teaser in the feed": Row("refused", "http_403", answer(403), text="<p>Read more on our site.</p>"),
    "redirect to a page": Row(*NEW, redirect("/there", 301), more={"/there": html(article(212))}),
    "redirect to a relative address": Row(*NEW, redirect("there?a=1"), more={"/there?a=1": html(article(213))}),
    "two redirects": Row(
        *NEW, redirect("/a", 307), more={"/a": redirect("/b", 308), "/b": html(article(214))}
    ),
    "cookie that is asked for in vain": Row("unreachable", "redirect_loop", redirect("/start")),
}  # fmt: skip
# Encodings.
ROWS |= {
    "gzip": Row(*NEW, coded(220, "gzip")),
    "brotli": Row(*NEW, coded(221, "br")),
    "zstd": Row(*NEW, coded(222, "zstd")),
    "windows-1251 by meta": Row(*NEW, html(article(0, title="Паром", text=RUSSIAN, charset="cp1251", meta="windows-1251"), "Content-Type: text/html")),
    "gbk by meta": Row(*NEW, html(article(0, title="渡轮", text=CHINESE, charset="gbk"), "Content-Type: text/html")),
    "shift_jis by header": Row(*NEW, html(article(0, title="フェリー", text=JAPANESE, charset="shift_jis", meta="x"), "Content-Type: text/html; charset=Shift_JIS")),
    "utf-16 by its mark": Row(*NEW, html(article(0, title="Bac à vapeur", text=FRENCH, charset="utf-16"), "Content-Type: text/html")),
    "wrong charset in the header": Row(*NEW, html(article(0, title="Niños del puerto", text=SPANISH), "Content-Type: text/html; charset=us-ascii")),
}  # fmt: skip
TITLES = {
    "windows-1251 by meta": "Паром",
    "gbk by meta": "渡轮",
    "shift_jis by header": "フェリー",
    "utf-16 by its mark": "Bac à vapeur",
    "wrong charset in the header": "Niños del puerto",
}
# What the feed itself says.
ROWS |= {
    "no link and no text": Row("not_article", "no_link_no_content", url="-"),
    "no link and the text in the feed": Row(*NEW, url="-", text=f"<p>{make_text(990, 250)}</p>"),
    "refused by a filter": Row("refused", "filter_exclude", url="http://127.0.0.1/sponsored-content/"),
    "good": Row(*NEW, html(article(230))),
}


@dataclass
class Outcome:
    """What the ledger holds after the run of all rows."""

    place: Workplace
    ledger: dict[str, Any]
    titles: dict[str, str]


@pytest.fixture(scope="module")
def outcome(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    """One run over all rows, on a database of this module."""
    name, folder = "test_ledger_states", tmp_path_factory.mktemp("ledger")
    admin(server, f"create database {name} template template_dateline")
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    certificates = make_certificates(authority)
    hosts = {
        key: Host({"/start": row.script, "/robots.txt": row.robots, **row.more}, certificates.get(row.tls))
        for key, row in ROWS.items()
    }
    settings = Settings(
        state_dir=str(folder),
        database_url=server.url(name, "writer"),
        archive_url=str(folder / "archive"),
        allow_addresses="127.0.0.1/32",
        host_delay_seconds=0.0,
        page_timeout_seconds=4.0,
        page_max_bytes=LIMIT,
        wire_max_bytes=2**20,
        allow_ports="80,443",
    )
    with pytest.MonkeyPatch.context() as patched, wire_hosts(hosts) as servers, open_store(settings) as store:
        patched.setattr(client, "make_ssl_context", lambda: wire.trusting(authority))
        patched.setattr(client, "PooledResolver", lambda threads: wire.FakeResolver(dict(NAMES)))
        with wire_hosts({"feed": Host({"/feed.xml": html(write_feed(servers), "Content-Type: text/xml")})}) as feeds:
            place = Workplace(settings, store, ArchiveStore(settings.archive), utc_now)
            steps.load_seeds(place)
            place.store.add_feeds([FeedRow("All", feeds["feed"] / "feed.xml", exclude="/sponsored-content/")])
            run_line_once(place, "run-1")
            yield Outcome(place, *read_ledger(server, name))
    admin(server, f"drop database {name} with (force)")


NAMES = {"inside.example": [["10.0.0.7"]], "rebound.example": [["10.0.0.7", "192.168.0.1"]]}


def write_feed(servers: dict[str, Any]) -> str:
    items = []
    for name, row in ROWS.items():
        link = "" if row.url == "-" else f"<link>{escape(row.url or servers[name] / 'start')}</link>"
        text = f"<content:encoded>{escape(row.text)}</content:encoded>" if row.text else ""
        items.append(f"<item><guid isPermaLink='false'>{escape(name)}</guid>{link}{text}</item>")
    spaces = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<rss version='2.0' {spaces}><channel><title>All</title>{''.join(items)}</channel></rss>"


def make_certificates(authority: trustme.CA) -> dict[str, ssl.SSLContext]:
    now = datetime.now(UTC)
    issued = {
        "sound": wire.issue(authority),
        "expired": wire.issue(authority, not_before=now - timedelta(9), not_after=now - timedelta(2)),
        "not yet valid": wire.issue(authority, not_before=now + timedelta(2), not_after=now + timedelta(9)),
        "of another host": wire.issue(authority, "elsewhere.example"),
        "of an unknown authority": wire.issue(trustme.CA(key_type=trustme.KeyType.ECDSA)),
    }
    return {name: wire.server_context(certificate) for name, certificate in issued.items()}


def read_ledger(server: EmbeddedServer, database: str) -> tuple[dict[str, Any], dict[str, str]]:
    engine = create_engine(server.url(database))
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("select * from ops.entries").all()
        titles = connection.exec_driver_sql(
            "select entry_key, articles.title from ops.entries join news.articles using (article_id)"
        ).all()
    engine.dispose()
    return {row.entry_key: row for row in rows}, {row.entry_key: row.title for row in titles}


def test_the_table_is_long_enough_to_be_one() -> None:
    assert len(ROWS) >= 60


@pytest.mark.parametrize(("name", "row"), ROWS.items(), ids=ROWS)
def test_misbehaviour_ends_in_its_state(outcome: Outcome, name: str, row: Row) -> None:
    found = outcome.ledger[name]

    assert (found.state, found.state_reason) == (row.state, row.reason)
    assert not found.is_planned
    assert found.state_detail or found.state == "loaded" or row.reason in SAID_BY_THE_FEED
    is_tried_again = found.state == "discovered"
    assert found.attempt_count == int(is_tried_again or found.state == "unreachable")
    assert (found.next_attempt_at > found.state_at) == is_tried_again


@pytest.mark.parametrize(("name", "title"), TITLES.items(), ids=TITLES)
def test_page_is_read_in_its_encoding(outcome: Outcome, name: str, title: str) -> None:
    assert outcome.titles[name] == title


def test_every_row_stands_in_the_ledger_once(outcome: Outcome) -> None:
    assert set(outcome.ledger) == set(ROWS)


def test_no_secret_of_an_address_stands_in_the_details(outcome: Outcome) -> None:
    assert not [name for name, row in outcome.ledger.items() if "secret" in row.state_detail]


def test_what_waited_is_unreachable_after_its_last_try(outcome: Outcome, server: EmbeddedServer) -> None:
    waiting = {name: row.state_reason for name, row in outcome.ledger.items() if row.state == "discovered"}
    place = outcome.place
    last_try = replace(place.settings, page_attempts=2, page_timeout_seconds=0.5)
    run_line_once(replace(place, settings=last_try, clock=lambda: utc_now() + timedelta(days=1)), "run-2")

    ledger, _ = read_ledger(server, "test_ledger_states")
    assert len(waiting) > 30
    assert {name: (ledger[name].state, ledger[name].state_reason) for name in waiting} == {
        name: ("unreachable", reason) for name, reason in waiting.items()
    }
    assert {ledger[name].attempt_count for name in waiting} == {2}
    for name in set(ledger) - set(waiting):
        assert (ledger[name].state, ledger[name].state_at) == (ROWS[name].state, outcome.ledger[name].state_at)
