"""The figures of a run in docs/quality.md: a table between two markers, written anew with `--docs`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput

DOCS = Path(__file__).resolve().parents[2] / "docs" / "quality.md"


def fill_section(path: Path, name: str, lines: Sequence[str]) -> None:
    """Put lines between `<!-- name -->` and `<!-- /name -->`. Raises BadInput when a marker is not there."""
    text = path.read_text(encoding="utf-8")
    section = "\n".join([f"<!-- {name} -->", *lines, f"<!-- /{name} -->"])
    filled, count = re.subn(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _: section, text, flags=re.DOTALL)
    if count != 1:
        raise BadInput(f"{path} needs one <!-- {name} --> with its <!-- /{name} -->", subject=str(path))
    path.write_text(filled, encoding="utf-8")


def list_quality(figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the figures that have a goal as a Markdown table, from quality.json."""
    lines = ["| figure | Dateline | baseline | other | goal |", "|---|---|---|---|---|"]
    for name, one in figures.items():
        if one.get("goal") is not None:
            others = [f"{show(one, value)} {tool}" for tool, value in one["baselines"].items()]
            cells = [f"`{name}`", show(one, one["value"]), *[*others, "", ""][:2], show(one, one["goal"])]
            lines.append("| " + " | ".join(cells) + " |")
    return lines


def list_bench(figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the figures of bench.json as a Markdown table."""
    lines = ["| name | Dateline | unit | baseline | ratio |", "|---|---|---|---|---|"]
    for name, one in figures.items():
        cells = [f"`{name}`", three(one["value"]), one["unit"], three(one["baseline"]), three(one["ratio"])]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def show(figure: Mapping[str, Any], value: float) -> str:
    """Return a share with three digits after the point, a count as it is."""
    return f"{value:.3f}" if figure["unit"] == "share" else f"{value:g}"


def three(value: float | None) -> str:
    """Return a measured figure with the digits that count."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
