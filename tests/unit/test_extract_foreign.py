"""What inside a body's container is not the article's: captions, cards, players, boxes that call for something."""

from __future__ import annotations

import pytest

from tests.unit.test_extract_article import PARAGRAPHS, extract, page_html

PROSE = [f"<p>{one}</p>" for one in PARAGRAPHS]


def read_lines(*pieces: str) -> list[str]:
    """Return the body's lines of a page whose article is the usual paragraphs with pieces after the second."""
    return extract(page_html(body="".join([*PROSE[:2], *pieces, *PROSE[2:]]))).text.split("\n")


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(
            "<div class='pic'><img src='a.jpg'><div><p>Two ministers cut a ribbon at the mouth of the tunnel.</p></div></div>",
            id="caption beside its picture",
        ),
        pytest.param(
            "<div><img src='a.jpg'><p>Sandbags wait for the first train, which nobody complained about.</p><p>Doe / Post</p>"
            "</div>",
            id="caption with a credit",
        ),
        pytest.param(
            "<div class='box'><img src='a.jpg'><h3><a href='/harbour'>Harbour wins a prize</a></h3>"
            "<p>The old harbour has won a prize for its gates, and nobody knows why.</p></div>",
            id="card with a picture",
        ),
        pytest.param(
            "<article class='x1'><h3><a href='/harbour'>Harbour wins a prize</a></h3>"
            "<div>The old harbour has won a prize for its gates, and nobody knows why.</div></article>",
            id="article in the article",
        ),
        pytest.param("<div class='video-js vjs-big'><h2>How tunnels are dug</h2></div>", id="player"),
        pytest.param(
            "<div class='relatedlinks'><h3>Discover now</h3><p>All tunnels of the coast.</p></div>", id="related"
        ),
        pytest.param("<div class='newsteaser'><p>The old harbour has won a prize.</p></div>", id="teaser"),
        pytest.param("<div class='csc-textpic-imagewrap'><div>A ribbon is cut.</div></div>", id="picture of TYPO3"),
    ],
)
def test_part_that_is_not_the_articles_is_left_out(piece: str) -> None:
    assert read_lines(piece) == PARAGRAPHS


@pytest.mark.parametrize(
    ("piece", "line"),
    [
        pytest.param(
            "<blockquote><img src='jane.jpg'><p>Nobody complained, and nobody will.</p></blockquote>",
            "Nobody complained, and nobody will.",
            id="quotation beside its speaker's portrait",
        ),
        pytest.param(
            "<div><img src='a.jpg'><h3>The second tube</h3><p>It is to open when somebody pays for it.</p></div>",
            "It is to open when somebody pays for it.",
            id="section with a picture",
        ),
        pytest.param(
            "<article><p>The third tube is a rumour, said the port.</p></article>",
            "The third tube is a rumour, said the port.",
            id="part of a long article",
        ),
    ],
)
def test_part_that_is_the_articles_stays(piece: str, line: str) -> None:
    assert line in read_lines(piece)


def test_pictures_texts_are_kept_where_they_are_the_article() -> None:
    pairs = [f"<div><img src='{n}.jpg'><p>{one}</p></div>" for n, one in enumerate(PARAGRAPHS)]
    assert extract(page_html(body="".join(pairs))).text.split("\n") == PARAGRAPHS


def test_list_of_linked_headlines_with_pictures_is_kept_as_the_article() -> None:
    items = [
        f"<div class='item'><img src='{n}.jpg'><h3><a href='https://shop.example/{n}'>Lamp {n}</a></h3><p>{one}</p></div>"
        for n, one in enumerate(PARAGRAPHS)
    ]
    assert set(PARAGRAPHS) <= set(extract(page_html(body="".join(items))).text.split("\n"))
