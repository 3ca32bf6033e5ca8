"""`dateline extract --jsonl`: a line in, a line out, order kept, a bad one costs its own line only."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from pipeline.extract.surface import extract_lines

BOX = "Get the harbour letter every morning before the first ferry leaves."


def page(number: int) -> str:
    words = ("ferry", "tunnel", "bridge", "harbour", "station", "airport")[number % 6]
    text = "".join(
        f"<p>The {words} opened again on day {one} after a long winter of repairs and quarrels.</p>" for one in range(6)
    )
    return f"<html><head><title>The {words} opens again</title></head><body><article>{text}<p>{BOX}</p></article></body></html>"


def test_lines_come_back_in_order_with_every_field(tmp_path: Path) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(page(0).encode()))
    lines = [
        json.dumps({"id": "a", "html": page(1), "url": "https://one.example/a"}),
        "no json",
        "",
        json.dumps({"id": "b", "path": str(path)}),
        json.dumps({"id": "c", "path": str(tmp_path / "missing.html")}),
        json.dumps({"id": "d"}),
    ]
    answers = [json.loads(line) for line in extract_lines(lines)]
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c", "d"]
    assert [("error" in answer) for answer in answers] == [False, True, False, True, True]
    assert answers[1]["line"] == 2
    wanted = {
        "title", "text", "authors", "published_at", "modified_at", "language", "section", "tags", "dateline_place",
        "canonical_url", "site_name", "image", "is_article", "paywalled", "subtitle", "wire_agency", "word_count",
        "value_sources",
    }  # fmt: skip
    assert wanted <= answers[0].keys()
    assert answers[2]["title"] == "The ferry opens again"


def test_block_on_many_pages_of_the_input_is_taken_off() -> None:
    lines = [json.dumps({"id": n, "html": page(n), "url": f"https://one.example/{n}"}) for n in range(5)]
    assert not [line for line in extract_lines(lines, workers=1) if BOX in line]
