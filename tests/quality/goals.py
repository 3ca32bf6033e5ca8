"""What each figure should reach: the goals of the gold sets' README, and which figures are better when they are low."""

from __future__ import annotations

GOALS: dict[str, float] = {
    "extraction.fundus.f1": 0.980,
    "extraction.fundus.bad_pages": 2,
    "extraction.fundus.title": 0.900,
    "extraction.fundus.date": 0.985,
    "extraction.fundus.authors": 0.880,
    "extraction.wcxb-dev-article.f1": 0.965,
    "extraction.wcxb-dev-article.bad_pages": 30,
    "extraction.wcxb-dev-article.title": 0.870,
    "extraction.wcxb-dev-article.date": 0.930,
    "extraction.wcxb-dev-article.authors": 0.820,
    "extraction.trafilatura-eval.snippet_f1": 0.945,
    "extraction.trafilatura-eval.title": 0.830,
    "extraction.trafilatura-eval.date": 0.930,
    "extraction.trafilatura-eval.authors": 0.780,
    "extraction.htmldate-default.date": 0.950,
    "extraction.postlight.title": 0.900,
    "extraction.postlight.date": 0.900,
    "extraction.postlight.authors": 0.800,
    "feeds.gofeed.count": 1.0,
    "feeds.gofeed.title": 0.97,
    "feeds.gofeed.url": 0.97,
    "feeds.gofeed.guid": 0.95,
    "feeds.gofeed.published_at": 0.99,
    "feeds.kagi-real.entries_lost": 0,
    "feeds.fastfeedparser-gold.count": 1.0,
    "feeds.fastfeedparser-gold.published_at": 0.97,
    "feeds.rome.count": 1.0,
    "feeds.feedvalidator.unanswered": 0,
    "feeds.simplepie.unanswered": 0,
    "feeds.cut.other_entries": 0,  # cutting a feed to its unseen items changes no entry
    "topics.ALL.macro_f1": 0.90,
    "topics.ALL.natural_macro_f1": 0.85,
    "topics.abp_gold.macro_f1": 0.90,
    **{f"topics.abp_gold.{topic}_f1": 0.82 for topic in ("security", "counterterrorism", "cybercrime")},
    **{f"topics.ALL.{topic}_f1": 0.82 for topic in ("security", "counterterrorism", "cybercrime")},
    **{f"topics.ALL.{topic}_ece": 0.05 for topic in ("security", "counterterrorism", "cybercrime")},
    "neardup.synth_dev.f1": 0.96,
    "neardup.synth_dev.precision": 0.99,
    "neardup.synth_dev.recall_truncate50": 0.9,
    "neardup.synth_dev.recall_excerpt": 0.9,
    "neardup.real.f1": 0.94,
    "neardup.real_ecbplus.story_f1": 0.75,
}

# Figures of which less is better. Everything else is a share of what is right.
LOW_IS_GOOD = (
    "bad_pages",
    "unwanted_kept",
    "date_wrong",
    "missing_or_error",
    "entries_lost",
    "failed",
    "unanswered",
    "other_entries",
)
LOW_ENDINGS = ("_ece", "_fpr")

# Counts, with their unit. Sizes of the sets are no figures and are left out.
COUNT_UNITS = {
    "bad_pages": "pages",
    "missing_or_error": "lines",
    "entries_lost": "entries",
    "failed": "files",
    "unanswered": "files",
    "other_entries": "cuts",
}
SIZES = ("pages", "docs", "feeds", "pairs", "robust")


def is_low_good(measure: str) -> bool:
    """Return whether less of this measure is better."""
    return measure in LOW_IS_GOOD or measure.endswith(LOW_ENDINGS)


def reaches(measure: str, value: float, goal: float) -> bool:
    """Return whether a value is at its goal or beyond it."""
    return value <= goal if is_low_good(measure) else value >= goal
