"""Bylines to persons, links to addresses."""

from __future__ import annotations

import pytest

from pipeline.feeds.text import absolute_url, split_authors


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Mara Lindt", ["Mara Lindt"]),
        ("By Mara Lindt", ["Mara Lindt"]),
        ("Written by: Mara Lindt", ["Mara Lindt"]),
        ("Mara Lindt, Piotr Sowa and Li Bo", ["Mara Lindt", "Piotr Sowa", "Li Bo"]),
        ("Mara Lindt & Piotr Sowa", ["Mara Lindt", "Piotr Sowa"]),
        ("Ana Ruiz y Luis Gil", ["Ana Ruiz", "Luis Gil"]),
        ("Martin Cole, Jr.", ["Martin Cole, Jr."]),
        ("Byron Andrews", ["Byron Andrews"]),
        ("desk@paper.example (Ines Roth)", ["Ines Roth"]),
        ("Ines Roth <ines@paper.example>", ["Ines Roth"]),
        ("ines@paper.example", []),
        ("Daniel K. Moor (dkm)", ["Daniel K. Moor (dkm)"]),
        ("<a href='/mara'>Mara&nbsp;Lindt</a>", ["Mara Lindt"]),
        ("Mara Lindt, mara lindt", ["Mara Lindt"]),
        ("admin", []),
        ("https://paper.example/mara", []),
        ("x" * 200, []),
        ("", []),
        (None, []),
    ],
)
def test_byline_names_persons(byline: str | None, names: list[str]) -> None:
    assert list(split_authors([byline])) == names


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a b", "https://a.example/a%20b"),
        ("//b.example/x", "https://b.example/x"),
        ("https://b.example/\n x", "https://b.example/%20x"),
        ("mailto:x@a.example", None),
        ("http://[bad", None),
        ("https://", None),
        ("", None),
        (None, None),
    ],
)
def test_link_is_made_absolute(link: str | None, expected: str | None) -> None:
    assert absolute_url(link, "https://a.example/dir/feed") == expected
