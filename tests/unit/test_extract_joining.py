"""Articles of several pages: joined in order, without what the pages repeat, up to what is not of them."""

from __future__ import annotations

import pytest

from pipeline.errors import DatelineError, Quarantine
from pipeline.extract.joining import join_pages
from pipeline.records import Article

TITLE = "The river came back"
PARTS = [
    f"Part {name} of the river's tale, which went on and on until the banks gave way and the fields lay under water."
    for name in "abcd"
]


def page(text: str, title: str | None = TITLE, **more: object) -> Article:
    """Return a page's article."""
    return Article("https://paper.example/1", title, text, value_sources={"text": "reader"}, **more)  # type: ignore[arg-type]


def test_pages_are_joined_in_order_and_what_they_repeat_stands_once() -> None:
    lead = "A standing lead that every page of it shows again."
    joined = join_pages(page(f"{lead}\n{PARTS[0]}"), [page(f"{lead}\n{PARTS[1]}"), page(f"{lead}\n{PARTS[2]}")])
    assert joined.text == "\n".join([lead, *PARTS[:3]])
    assert joined.page_count == 3
    assert joined.word_count == len(joined.text.split())
    assert joined.value_sources["text"] == "reader, 3 pages"


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(page(PARTS[1], "Prices of bread fall"), id="another-article"),
        pytest.param(page(PARTS[0]), id="the-same-page-again"),
        pytest.param(page("Short."), id="nothing-new"),
        pytest.param(page(""), id="empty"),
        pytest.param(Quarantine("broke", reason="extractor"), id="broken"),
    ],
)
def test_article_ends_before_a_page_that_is_not_of_it(second: Article | DatelineError) -> None:
    first = page(PARTS[0])
    assert join_pages(first, [second, page(PARTS[2])]) == first


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} - Page 2",
        f"{TITLE} (2/3)",
        f"{TITLE} – Seite 2 von 3",
        "River came back",
        None,
        f"{TITLE} | The Paper",
    ],
)
def test_headline_of_a_following_page_may_say_which_page_it_is(title: str | None) -> None:
    assert join_pages(page(PARTS[0]), [page(PARTS[1], title)]).page_count == 2


def test_what_is_no_article_stays_as_it_is() -> None:
    listing = page(PARTS[0], is_article=False)
    assert join_pages(listing, [page(PARTS[1])]) is listing
