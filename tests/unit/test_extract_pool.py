"""The extractor's processes: answers in order, and a page that hangs or kills one costs only itself."""

from __future__ import annotations

import pytest

from pipeline.errors import Quarantine
from pipeline.extract import pool as pool_module
from pipeline.extract.pool import ExtractPool
from pipeline.records import Article, Page

PAGE = (
    "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>"
    + "<p>{0} says a sentence of some length here.</p>" * 8
)


def page(name: str) -> Page:
    return Page(PAGE.format(name), f"https://example.org/{name}")


def test_articles_come_in_the_order_of_their_pages() -> None:
    with ExtractPool(timeout_seconds=60, workers=2) as pool:
        answers = pool.extract([page(f"number{n}") for n in range(7)])
        again = pool.extract([page("last")])
    titles = [one.title for one in [*answers, *again] if isinstance(one, Article)]
    assert titles == [*(f"number{n}" for n in range(7)), "last"]


def test_each_article_is_shown_once_while_the_others_are_worked_on() -> None:
    shown: list[str | None] = []
    with ExtractPool(timeout_seconds=60, workers=1) as pool:
        pool.extract([page(f"number{n}") for n in range(3)], lambda article: shown.append(article.title))
    assert shown == ["number0", "number1", "number2"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        pytest.param("while True: pass", "extractor_timeout", id="hangs"),
        pytest.param("import os; os._exit(9)", "extractor_died", id="dies"),
        pytest.param("raise ValueError('odd page')", "extractor_broke", id="raises"),
        pytest.param("held = bytearray(3 * 2**30)", "extractor_broke", id="eats-memory"),
    ],
)
def test_a_page_that_breaks_the_extractor_costs_only_itself(
    monkeypatch: pytest.MonkeyPatch, fault: str, reason: str
) -> None:
    monkeypatch.setattr(pool_module, "START_SECONDS", 30.0)
    command = (
        "import pipeline.extract.article as a\n"
        "real = a.extract_article\n"
        "def faulty(page, *more, **named):\n"
        f"    if b'poison' in page.html: exec({fault!r})\n"
        "    return real(page, *more, **named)\n"
        "a.extract_article = faulty\n"
        "from pipeline.extract.pool import serve; serve()"
    )
    monkeypatch.setattr(pool_module, "WORKER_CODE", command)
    with ExtractPool(timeout_seconds=2.0, workers=1) as pool:
        first, broken, last = pool.extract([page("good"), page("poison"), page("fine")])
    assert isinstance(broken, Quarantine)
    assert broken.reason == reason
    assert "https://example.org/poison" in broken.subject
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.title, last.title) == ("good", "fine")


def test_no_pages_start_no_process() -> None:
    with ExtractPool(timeout_seconds=1.0) as pool:
        assert pool.extract([]) == []
        assert pool._workers == []


def test_offset_of_a_time_comes_through_the_pool() -> None:
    head = '<meta property="article:published_time" content="2025-05-06T21:11:03-05:00">'
    page = Page(
        html=f"<html><head>{head}</head><body><p>The ferry was late again.</p></body></html>", url="https://a.example/1"
    )
    with ExtractPool(timeout_seconds=20.0, workers=1) as pool:
        found = pool.extract([page])[0]
    assert isinstance(found, Article)
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2025-05-06T21:11:03-05:00"
