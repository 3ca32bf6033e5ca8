"""The News desk: who may see it, that strangers' text stays text, and what it says when the database is not there."""

from __future__ import annotations

import html
import json
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from pipeline.settings import Settings

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


# --- Airflow's sign-in -----------------------------------------------------------------------------------------------

ROUTES = ("/", "/static/desk.css", "/static/desk.js", "/static/icon-light.svg", "/static/nothing", "/?topic=security")


@pytest.mark.parametrize("path", ROUTES)
def test_every_route_wants_a_sign_in(visitor: TestClient, path: str) -> None:
    answer = visitor.get(f"/news-desk{path}")
    assert answer.status_code == 401
    assert "/auth/login?next=" in answer.text


def test_no_route_is_without_the_sign_in() -> None:
    from dateline_desk.app import build_app

    routes = build_app().routes
    assert {route.path for route in routes} == {"/", "/static/{name}"}  # no /docs, no /openapi.json
    for route in routes:
        needed = [one.call.__qualname__ for one in route.dependant.dependencies]
        assert needed == ["requires_access_view.<locals>.inner"], route.path


def test_a_forged_session_is_refused(visitor: TestClient) -> None:
    visitor.cookies.set("_token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.")
    assert visitor.get("/news-desk/").status_code == 403


def test_a_user_without_a_role_is_refused(visitor: TestClient) -> None:
    visitor.cookies.set("_token", sign_in(role=None))
    assert visitor.get("/news-desk/").status_code == 403


def test_a_viewer_may_read(reader: TestClient, empty: Engine) -> None:
    assert reader.get("/news-desk/").status_code == 200


def test_airflow_finds_the_plugin_and_its_view() -> None:
    from airflow import plugins_manager

    apps, middlewares = plugins_manager.get_fastapi_plugins()
    views = [view for plugin in plugins_manager._get_plugins()[0] for view in plugin.external_views]
    assert plugins_manager.get_import_errors() == {}
    assert [(one["name"], one["url_prefix"]) for one in apps] == [("News desk", "/news-desk")]
    assert middlewares == []
    assert [(one["name"], one["destination"], one["href"]) for one in views] == [("News desk", "nav", "news-desk/")]
    for view in views:
        for address in (view["href"], view["icon"], view["icon_dark_mode"]):
            assert not address.startswith(("/", "http")), "an address from the root breaks Airflow below a path"


def test_the_icons_and_files_are_served(reader: TestClient) -> None:
    for name, kind in (
        ("icon-light.svg", "image/svg+xml"),
        ("icon-dark.svg", "image/svg+xml"),
        ("desk.css", "text/css"),
    ):
        answer = reader.get(f"/news-desk/static/{name}")
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)
    assert reader.get("/news-desk/static/..%2Fapp.py").status_code == 404
    assert reader.get("/news-desk/static/app.py").status_code == 404


def test_every_answer_carries_strict_headers(reader: TestClient, visitor: TestClient, empty: Engine) -> None:
    for answer in (reader.get("/news-desk/"), reader.get("/news-desk/static/none"), visitor.get("/news-desk/")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_the_page_has_no_inline_script_or_style(reader: TestClient, desk: Engine) -> None:
    add_article(desk, title="A quiet day", evidence=[("security", "title", "quiet")])
    page = reader.get("/news-desk/").text
    assert re.findall(r"<script[^>]*>", page) == [tag for tag in re.findall(r"<script[^>]*>", page) if " src=" in tag]
    assert re.search(r"<style|\sstyle=|\son\w+=|javascript:|https?://(?!outlet\.example)", page) is None


# --- Strangers' text -------------------------------------------------------------------------------------------------


def test_a_hostile_headline_stays_text(reader: TestClient, desk: Engine) -> None:
    body = f"Before. {HOSTILE} bomb plot {HOSTILE} after."
    add_article(
        desk,
        title=f"{HOSTILE} bomb",
        body=body,
        section=HOSTILE,
        source=HOSTILE,
        language=HOSTILE,
        evidence=[("security", "title", HOSTILE), ("security", "text", f"plot {HOSTILE}")],
    )
    page = reader.get("/news-desk/").text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count(html.escape("<script>alert(1)</script>")) >= 5
    assert re.findall(r"<script", page) == ["<script"]  # our own, in the head


@pytest.mark.parametrize("name", ["words", "topic", "source", "language", "story", "before", "limit"])
def test_a_hostile_query_stays_text(reader: TestClient, desk: Engine, name: str) -> None:
    add_article(desk)
    page = reader.get("/news-desk/", params={name: HOSTILE}).text
    assert "<script>alert" not in page
    assert "<img" not in page


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//outlet.example/x", " javascript:x"])
def test_only_web_addresses_are_linked(reader: TestClient, desk: Engine, address: str) -> None:
    add_article(desk, title="No link here", url=address)
    page = reader.get("/news-desk/").text
    assert "No link here" in page
    assert address.strip() not in html.unescape(page)


def test_a_link_gives_the_outlet_nothing(reader: TestClient, desk: Engine) -> None:
    add_article(desk, url="https://outlet.example/one?a=1&b=2")
    page = reader.get("/news-desk/").text
    assert (
        '<a href="https://outlet.example/one?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">' in page
    )


# --- What it shows ---------------------------------------------------------------------------------------------------


def test_evidence_is_marked_in_headline_and_body(reader: TestClient, desk: Engine) -> None:
    add_article(
        desk,
        title="Navy guards cables",
        body="The frigate sailed at noon.",
        evidence=[("security", "title", "Navy"), ("security", "text", "frigate")],
    )
    page = reader.get("/news-desk/").text
    assert '<mark class="topic-security" title="Evidence for security">Navy</mark> guards cables' in page
    assert 'The <mark class="topic-security" title="Evidence for security">frigate</mark> sailed' in page


def test_a_readers_label_wins(reader: TestClient, desk: Engine) -> None:
    told = add_article(desk, evidence=[("security", "title", "Headline")])
    run(
        desk,
        "insert into news.topic_labels (article_id, topic, is_positive) values (:id, 'security', false), (:id, 'cybercrime', true)",
        id=told,
    )
    page = reader.get("/news-desk/").text
    assert "chip topic-cybercrime" in page
    assert "chip topic-security" not in page
    assert found(reader, topic="security") == []
    assert found(reader, topic="cybercrime") == ["Headline"]


def test_filters_choose(reader: TestClient, desk: Engine) -> None:
    story = uuid.uuid4()
    add_article(
        desk,
        title="Alpha",
        source="Harbour News",
        language="en",
        story=story,
        evidence=[("security", "title", "Alpha")],
    )
    add_article(desk, title="Bravo", source="Hill Post", language="ar", story=story, body="حاملة الطائرات")
    add_article(desk, title="Charlie", source="Hill Post", language="en", body="ferry timetable")
    assert found(reader) == ["Alpha", "Bravo", "Charlie"]
    assert found(reader, topic="security") == ["Alpha"]
    assert found(reader, source="Hill Post") == ["Bravo", "Charlie"]
    assert found(reader, language="ar") == ["Bravo"]
    assert found(reader, words="ferry") == ["Charlie"]
    assert found(reader, words="ferry", topic="security") == []
    assert found(reader, story=str(story)) == ["Alpha", "Bravo"]
    assert "No article matches" in reader.get("/news-desk/", params={"words": "zeppelin"}).text


def test_a_merged_story_is_one(reader: TestClient, desk: Engine) -> None:
    kept, merged = uuid.uuid4(), uuid.uuid4()
    at = datetime.now(UTC)
    add_article(desk, title="Alpha", story=kept, at=at)
    add_article(desk, title="Bravo", story=merged, at=at, source="Hill Post")
    run(desk, "update news.stories set merged_into = :kept where story_id = :merged", kept=kept, merged=merged)
    assert found(reader, story=str(kept)) == ["Alpha", "Bravo"]
    assert reader.get("/news-desk/").text.count("Story of 2, 2 outlets") == 2
    assert "2 articles, 2 outlets" in reader.get("/news-desk/").text


def test_pages_show_each_article_once_whatever_their_dates(reader: TestClient, desk: Engine) -> None:
    for number in range(60):
        add_article(desk, title=f"Piece {number}", at=NOON - timedelta(hours=number // 30))
    seen, address = [], "/news-desk/"
    for _ in range(5):
        page = reader.get(address).text
        seen += titles(page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        if older is None:
            break
        address = "/news-desk/" + html.unescape(older[1])
    assert len(seen) == 60
    assert set(seen) == {f"Piece {number}" for number in range(60)}
    assert len(titles(reader.get("/news-desk/?limit=50").text)) == 50


ODD = (
    "words=%00",
    "words=%FF",
    "words=%27%22%29%3B--",
    "story=1",
    "before=yesterday_x",
    "before=2026-01-01_x",
    "limit=0",
)


@pytest.mark.parametrize(
    "query", [*ODD, "limit=-1", "limit=999999999999999999999", "limit=%C2%B2", f"words={'x' * 9000}"]
)
def test_an_odd_query_is_no_error(reader: TestClient, desk: Engine, query: str) -> None:
    add_article(desk)
    assert reader.get(f"/news-desk/?{query}").status_code == 200


def test_the_ledger_is_the_marts(reader: TestClient, desk: Engine) -> None:
    run(desk, "insert into ops.feeds (url, name) values ('https://outlet.example/feed', 'Harbour News')")
    for number, (state, reason) in enumerate(
        [("loaded", "new_article"), ("loaded", "new_article"), ("refused", "robots")]
    ):
        run(
            desk,
            """insert into ops.entries (feed_id, entry_key, entry, entry_hash, first_seen_at, last_seen_at, state,
               state_reason, state_at, next_attempt_at)
               select feed_id, :key, '{}', '', now(), now(), :state, :reason, now(), now() from ops.feeds""",
            key=str(number),
            state=state,
            reason=reason,
        )
    with desk.connect() as connection:
        mart = connection.execute(text("select state_reason, entry_count from mart.ledger order by 1")).all()
    assert [tuple(row) for row in mart] == [("new_article", 2), ("robots", 1)]
    page = reader.get("/news-desk/").text
    assert "<code>new_article</code> 2" in page
    assert "<code>robots</code> 1" in page
    assert re.search(r"each in exactly one state</td><td>3</td>", page)


def test_feeds_in_trouble_are_named_with_the_reason(reader: TestClient, desk: Engine) -> None:
    run(
        desk,
        """insert into ops.feeds (url, name, failure_count, failure_class, last_success_at) values
           ('https://outlet.example/a', 'Fine', 0, null, now()), ('https://outlet.example/b', 'New', 0, null, null),
           ('https://outlet.example/c', 'Broken', 5, 'not_a_feed', now())""",
    )
    page = reader.get("/news-desk/").text
    side = page[page.index("Feeds that need attention") :]
    assert re.findall(r'<strong dir="auto">([^<]+)', side) == ["Broken"]
    assert "not a feed, 5 times in a row" in side


# --- Nothing to show -------------------------------------------------------------------------------------------------


def test_an_empty_database_says_what_to_do(reader: TestClient, empty: Engine) -> None:
    page = reader.get("/news-desk/").text
    assert "No articles yet: no feed is followed." in page
    assert "dateline seeds load" in page
    run(empty, "insert into ops.feeds (url, name) values ('https://outlet.example/feed', 'Harbour News')")
    assert "No articles yet: no run has loaded any." in reader.get("/news-desk/").text


def test_a_database_that_is_down_is_said_with_the_remedy(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", f"postgresql+psycopg2://writer:s3cret@127.0.0.1:{unused_port}/dateline")
    answer = reader.get("/news-desk/")
    assert answer.status_code == 503
    assert "Postgres does not answer" in answer.text
    assert "make run" in answer.text
    assert "Traceback" not in answer.text
    assert "s3cret" not in answer.text


def test_no_embedded_server_is_said_with_the_remedy(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("DATELINE_STATE_DIR", str(tmp_path))
    answer = reader.get("/news-desk/")
    assert answer.status_code == 503
    assert "DATELINE_DATABASE_URL" in answer.text


def test_a_database_without_a_schema_is_said_with_the_remedy(reader: TestClient, empty: Engine) -> None:
    run(empty, "drop schema mart cascade")
    answer = reader.get("/news-desk/")
    assert answer.status_code == 503
    assert "dateline db upgrade" in answer.text


def test_a_question_that_takes_too_long_is_said_as_such(
    reader: TestClient, empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline_desk.desk.STATEMENT_TIMEOUT", "20ms")
    with empty.begin() as holder:
        holder.execute(text("lock table news.articles in access exclusive mode"))
        answer = reader.get("/news-desk/")
    assert answer.status_code == 503
    assert "still searching" in answer.text
    assert "does not answer" not in answer.text


def test_a_wrong_setting_is_named(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_BATCH_ENTRIES", "many")
    answer = reader.get("/news-desk/")
    assert answer.status_code == 503
    assert "DATELINE_BATCH_ENTRIES" in answer.text


# --- Text ------------------------------------------------------------------------------------------------------------


@given(
    st.text(max_size=1200),
    st.lists(
        st.tuples(st.integers(0, 1200), st.integers(1, 40), st.sampled_from(["security", "cybercrime"])), max_size=12
    ),
)
def test_marking_loses_and_invents_no_text(body: str, places: list[tuple[int, int, str]]) -> None:
    from dateline_desk.text import Span, cut_passages, mark_spans

    spans = [Span(at, at + size, topic, 1.0) for at, size, topic in places if at + size <= len(body)]
    assert "".join(one.text for one in mark_spans(body, spans)) == body
    passages = ["".join(one.text for one in passage) for passage in cut_passages(body, spans)]
    at = 0
    for passage in passages:
        at = body.index(passage, at) + len(passage)
    assert len(passages) <= 3


def test_evidence_that_does_not_stand_there_is_not_marked() -> None:
    from dateline_desk.text import read_spans

    moved = [
        {"field": "text", "start": 0, "end": 4, "text": "navy"},
        {"field": "text", "start": 90, "end": 94, "text": "navy"},
    ]
    broken = [{"field": "text"}, {"field": "text", "start": "0", "end": 4, "text": "Army"}]
    assert read_spans([{"topic": "security", "evidence": moved + broken}], "text", "Army and navy") == []


def test_topics_that_the_lead_is_silent_about_get_a_passage() -> None:
    from dateline_desk.text import cut_passages, read_spans

    body = "navy " * 80 + "and at the very end of a long piece a hacker appears"
    start = body.index("hacker")
    topics = [
        {
            "topic": "security",
            "evidence": [
                {"field": "text", "start": at, "end": at + 4, "text": "navy", "weight": 9} for at in range(0, 400, 5)
            ],
        },
        {
            "topic": "cybercrime",
            "evidence": [{"field": "text", "start": start, "end": start + 6, "text": "hacker", "weight": 1}],
        },
    ]
    marked = [one for passage in cut_passages(body, read_spans(topics, "text", body)) for one in passage]
    assert ("hacker", ("cybercrime",)) in [(one.text, one.topics) for one in marked]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(5, "just now"), (61, "1 min ago"), (7_300, "2 h ago"), (2 * 86_400, "2 d ago"), (-7_300, "in 2 h")],
)
def test_ages_read_as_people_say_them(seconds: int, said: str) -> None:
    from dateline_desk.text import describe_age

    assert describe_age(NOON - timedelta(seconds=seconds), NOON) == said


# --- Fixtures and helpers --------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def application() -> FastAPI:
    """The plugin's app mounted as Airflow mounts it, with Airflow's auth manager at work."""
    from airflow import plugins_manager
    from airflow.api_fastapi.app import create_auth_manager
    from airflow.settings import prepare_syspath_for_config_and_plugins

    prepare_syspath_for_config_and_plugins()
    create_auth_manager()
    made = FastAPI()
    for one in plugins_manager.get_fastapi_plugins()[0]:
        made.mount(one["url_prefix"], one["app"])
    return made


@pytest.fixture(autouse=True)
def _no_metadata_database(application: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    # Airflow asks its metadata database whether a session was ended; there is none here, and none was.
    monkeypatch.setattr("airflow.models.revoked_token.RevokedToken.is_revoked", lambda jti: False)


@pytest.fixture
def visitor(application: FastAPI) -> TestClient:
    """Somebody who is not signed in."""
    return TestClient(application)


@pytest.fixture
def reader(application: FastAPI) -> TestClient:
    """Somebody who is signed in and may look, not more."""
    return TestClient(application, cookies={"_token": sign_in(role="VIEWER")})


@pytest.fixture
def empty(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A database with a schema and nothing in it, which the page reads."""
    from dateline_desk.desk import _store

    monkeypatch.setenv("DATELINE_DATABASE_URL", settings.database_url)
    yield engine
    _store.cache_clear()


@pytest.fixture
def desk(empty: Engine) -> Engine:
    """The same with topics and a model, for articles."""
    run(
        empty,
        """insert into news.topics (topic, name, definition) values
           ('security', 'Security', ''), ('counterterrorism', 'Counterterrorism', ''), ('cybercrime', 'Cybercrime', '')""",
    )
    run(empty, "insert into news.classifier_models (model_version) values ('made-up')")
    return empty


@pytest.fixture
def unused_port() -> int:
    """A port on loopback where nothing answers."""
    from tests.conftest import free_port

    return free_port()


def sign_in(role: str | None) -> str:
    """Return the session token of a user, signed by Airflow."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    return get_auth_manager().generate_jwt(SimpleAuthManagerUser(username="somebody", role=role))


def add_article(
    engine: Engine,
    *,
    title: str = "Headline",
    body: str = "A body.",
    source: str = "Harbour News",
    language: str = "en",
    section: str | None = None,
    url: str | None = None,
    at: datetime = NOON,
    story: uuid.UUID | None = None,
    evidence: list[tuple[str, str, str]] | None = None,
) -> uuid.UUID:
    """Write an article as the line would, evidence given as (topic, field, words); return its id."""
    article_id = uuid.uuid4()
    values = {
        "id": article_id,
        "at": at,
        "title": title,
        "body": body,
        "source": source,
        "language": language,
        "section": section,
        "url": url or f"https://outlet.example/{article_id}",
        "story": story or uuid.uuid4(),
    }
    for statement in (
        "insert into news.sources (site_url, name) values (:source, :source) on conflict do nothing",
        "insert into news.stories (story_id, first_seen_at, last_seen_at) values (:story, :at, :at) on conflict do nothing",
        "insert into news.article_keys values (:id, :url, :at, :at)",
        "select news.ensure_article_partition(:at)",
        """insert into news.articles (article_id, dated_at, source_id, canonical_url, url, title, body, body_hash, language,
               section, word_count, published_at, published_at_precision, first_seen_at, fetched_at, loaded_at, is_copy,
               copy_group, story_id, decision_reason, extractor, entry_id, batch_id)
           select :id, :at, source_id, :url, :url, :title, :body, '', :language, :section, 2, :at, 'minute', :at, :at, :at,
               false, :id, :story, 'new_article', 'made-up', 1, :id
           from news.sources where name = :source""",
    ):
        run(engine, statement, **values)
    for topic in sorted({topic for topic, _, _ in evidence or []}):
        spans = [
            {"field": field, "start": start, "end": start + len(words), "text": words, "weight": 1.0}
            for given_topic, field, words in evidence or []
            if given_topic == topic
            for start in [{"title": title, "text": body}[field].index(words)]
        ]
        run(
            engine,
            "insert into news.article_topics values (:id, :topic, 0.9, true, false, :evidence, null, 'made-up', :at)",
            id=article_id,
            topic=topic,
            evidence=json.dumps(spans),
            at=at,
        )
    return article_id


def run(engine: Engine, statement: str, **values: Any) -> None:
    """Run one statement."""
    with engine.begin() as connection:
        connection.execute(text(statement), values)


def found(reader: TestClient, **asked: str) -> list[str]:
    """Return the headlines that a question gives, sorted."""
    answer = reader.get(f"/news-desk/?{urlencode(asked)}")
    assert answer.status_code == 200
    return sorted(titles(answer.text))


def titles(page: str) -> list[str]:
    """Return a page's headlines in order, without their markup."""
    return [html.unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<h3[^>]*>(.*?)</h3>", page, re.DOTALL)]
