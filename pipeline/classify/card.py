"""Write the model card beside the model: what it was trained on, under which licences, how it does, what it cannot.

The same figures go to figures.json, for news.classifier_models.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from pipeline.classify.evaluate import MOST_WRONG, Figures, natural_f1
from pipeline.classify.linear import MODEL_FILE

# Set -> (what it is, whose). The texts stay with their owners; the model holds single stems and pairs only.
SETS = {
    "examples": ("news pieces made up for Dateline, labelled by hand", "Apache-2.0, seeds/topics/examples.jsonl"),
    "abp": (
        "US news articles 2012-20, labels by rule from an editor's topic",
        "texts are their publishers'; not redistributed",
    ),
    "agnews": ("news briefs 2004-05, negatives", "texts are their publishers'; not redistributed"),
    "reuters21578": ("Reuters economic wire of 1987, negatives", "texts are their publishers'; not redistributed"),
    "dvids": ("US military news notes", "public domain (US government)"),
    "satp": ("South Asian terrorism notes", "texts are their publishers'; not redistributed"),
    "insightcrime": (
        "organised crime in Latin America, negatives for counterterrorism",
        "texts are their publishers'; not redistributed",
    ),
    "newsdatahub": ("headlines of 2025-26 on cyber matters", "texts are their publishers'; not redistributed"),
}
FIGURES_FILE = "figures.json"
BROAD_SETS = ("abp", "agnews", "reuters21578")  # news of all kinds
NATURAL_SHARES = {"security": 0.08, "counterterrorism": 0.02, "cybercrime": 0.02}
HEADINGS = ("documents", "positives", "precision", "recall", "f1", "false_positive_ratio", "calibration_error")


class HasSet(Protocol):
    """An article that knows its set."""

    @property
    def set(self) -> str: ...


def write_card(
    directory: Path,
    articles: Sequence[HasSet],
    digests: Mapping[str, str],
    held_out: Mapping[str, Mapping[str, Figures]],
    bands: Mapping[str, tuple[float, float]] | None = None,
) -> None:
    """Write CARD.md and figures.json for the model in `directory`. Deterministic: no date, no machine."""
    model = directory / MODEL_FILE
    _write_figures(directory, articles, digests, held_out)
    lines = [
        "# Model card: topics",
        "",
        "Linear model over word stems and pairs, blended with the lexicon's points; English. Other languages are read by",
        "their lexicon alone. Built by `python -m pipeline.classify.train`; the same input gives the same model.",
        "",
        f"- `{MODEL_FILE}`: {model.stat().st_size:,} bytes, sha256 `{hashlib.sha256(model.read_bytes()).hexdigest()}`",
        *(f"- input `{name}`: sha256 `{digest}`" for name, digest in digests.items()),
        "",
        "The vocabulary is single stems and pairs that occur in at least two sets; it holds no text of anyone.",
        "",
        "## Training sets",
        "",
        "| set | articles | what | licence |",
        "|---|---|---|---|",
    ]
    for name, count in sorted(Counter(one.set for one in articles).items()):
        what, licence = SETS.get(name, ("labelled articles", "see the file"))
        lines.append(f"| {name} | {count:,} | {what} | {licence} |")
    lines += [
        "",
        "`passing` below are negatives made from these with one sentence on a topic inside: a mention is no subject.",
        "",
        "## Figures on sources held out",
        "",
        "Each row is scored by models that had not seen that source (mixed sets: that group of outlets), stage two included.",
    ]
    for topic, rows in held_out.items():
        lines += ["", f"### {topic}", "", "| source | " + " | ".join(HEADINGS) + " |", "|---" * 8 + "|"]
        for source, figures in rows.items():
            values = figures.as_dict()
            lines.append(f"| {source} | " + " | ".join(_cell(values[name]) for name in HEADINGS) + " |")
    lines += _describe_bands(bands or {}) + _describe_natural_mix(held_out)
    lines += [
        "",
        "## What it cannot",
        "",
        "- Figures of speech that the lexicon's traps do not list; irony; fiction told as news.",
        "- Articles whose subject comes after the first 8,000 characters.",
        "- Languages without a lexicon: `language_covered` is false and no topic is given.",
        "- The silver labels lean on cue words: a source that avoids them is judged too low. Labels of readers cure it.",
        "",
    ]
    (directory / "CARD.md").write_text("\n".join(lines), encoding="utf-8")


def _write_figures(
    directory: Path,
    articles: Sequence[HasSet],
    digests: Mapping[str, str],
    held_out: Mapping[str, Mapping[str, Figures]],
) -> None:
    told = {
        "sha256": hashlib.sha256((directory / MODEL_FILE).read_bytes()).hexdigest(),
        "figures": {
            "held back": {
                topic: {source: figures.as_dict() for source, figures in rows.items()}
                for topic, rows in held_out.items()
            }
        },
        "trained_on": {
            "how": "anew from the named sets and examples",
            "files": dict(digests),
            "sets": dict(sorted(Counter(one.set for one in articles).items())),
        },
    }
    (directory / FIGURES_FILE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _describe_bands(bands: Mapping[str, tuple[float, float]]) -> list[str]:
    lines = [
        "",
        "## Review bands",
        "",
        f"Where more than {MOST_WRONG:.0%} of the answers on held-out sources are wrong a person should look. The taxonomy's",
        "`review` says what is used.",
        "",
        "| topic | from | below |",
        "|---|---|---|",
    ]
    return lines + [f"| {topic} | {low:.2f} | {high:.2f} |" for topic, (low, high) in bands.items()]


def _describe_natural_mix(held_out: Mapping[str, Mapping[str, Figures]]) -> list[str]:
    lines = [
        "",
        "## The natural mix of news",
        "",
        f"As if a topic's articles were as rare as in ordinary news: the recall of all held-out sources, the false alarms of {', '.join(BROAD_SETS)}.",
        "",
        "| topic | share of news | F1 |",
        "|---|---|---|",
    ]
    scores = []
    for topic, share in NATURAL_SHARES.items():
        rows = held_out.get(topic, {})
        broad = [rows[name] for name in BROAD_SETS if name in rows]
        negatives = sum(one.documents - one.positives for one in broad)
        recall = rows["ALL"].recall if "ALL" in rows else None
        if negatives and recall is not None:
            alarms = sum((one.false_positive_ratio or 0.0) * (one.documents - one.positives) for one in broad)
            scores.append(natural_f1(recall, alarms / negatives, share))
            lines.append(f"| {topic} | {share:.0%} | {scores[-1]:.3f} |")
    if scores:
        lines.append(f"| mean | | {sum(scores) / len(scores):.3f} |")
    return lines


def _cell(value: float | int | None) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
