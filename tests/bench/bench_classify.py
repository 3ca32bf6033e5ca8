"""Documents classified a second on one core, evidence included, beside scikit-learn on the same documents.

The baseline is TfidfVectorizer with its default settings (single words) and one LogisticRegression a topic,
`predict_proba` only, no evidence. "words_and_pairs" is the same with pairs of words, which our model has too; "all_on_topic" is
ours where every document is on a topic and has evidence. Documents are made up, of mixed length.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from typing import Any

from pipeline.classify.model import SEEDS, load_classifier

DOCUMENTS = 2_000
LENGTHS = (30, 120, 300, 300, 400, 800)  # words; news pieces, a brief and a long read among them
ON_TOPIC = 0.1  # the natural mix of news: most of it is about something else
ROUNDS = 5  # the best counts: other processes only ever slow one down


def bench() -> dict[str, dict[str, Any]]:
    """Return the entry `classify` for bench.json."""
    documents = make_documents(DOCUMENTS)
    classifier = load_classifier()
    inputs = [(title, text, "en", None) for title, text, _ in documents]
    telling = [(title, text, "en", None) for title, text, _ in make_documents(DOCUMENTS, on_topic=1.0)]
    classifier.classify_many(inputs)
    classifier.classify_many(telling)
    ours = _rate(lambda: classifier.classify_many(inputs))
    words, pairs = (_rate(_train_baseline(documents, pairs=with_pairs)) for with_pairs in (False, True))
    entry = {
        "value": round(ours),
        "unit": "documents/s",
        "baseline": round(words),
        "ratio": round(ours / words, 2),
        "words_and_pairs": round(pairs),
        "ratio_to_words_and_pairs": round(ours / pairs, 2),
        "all_on_topic": round(_rate(lambda: classifier.classify_many(telling))),
    }
    return {"classify": entry}


def make_documents(count: int, on_topic: float = ON_TOPIC) -> list[tuple[str, str, list[str]]]:
    """Return (title, text, labels) put together from sentences of our own examples, always the same."""
    pick = random.Random(7)
    with (SEEDS / "examples.jsonl").open(encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    plain = [one for one in examples if not one["labels"]]
    telling = [one for one in examples if one["labels"]]
    documents = []
    for number in range(count):
        lead = pick.choice(telling if pick.random() < on_topic else plain)
        words = lead["text"].split()
        while len(words) < LENGTHS[number % len(LENGTHS)]:
            words += pick.choice(telling if lead["labels"] else plain)["text"].split()
        text = " ".join(words[: LENGTHS[number % len(LENGTHS)]])
        documents.append((lead["title"] or "", text, lead["labels"]))
    return documents


def _train_baseline(documents: list[tuple[str, str, list[str]]], *, pairs: bool) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts = [f"{title}\n{text}" for title, text, _ in documents]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2) if pairs else (1, 1))
    features = vectorizer.fit_transform(texts)
    models = [
        LogisticRegression().fit(features, [topic in labels for _, _, labels in documents])
        for topic in ("security", "counterterrorism", "cybercrime")
    ]

    def predict() -> list[Any]:
        found = vectorizer.transform(texts)
        return [model.predict_proba(found) for model in models]

    return predict


def _rate(work: Callable[[], Any]) -> float:
    """Return documents a second of CPU time, of the best round: the machine's other work does not count."""
    seconds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        seconds.append(time.process_time() - begin)
    return DOCUMENTS / min(seconds)


if __name__ == "__main__":
    print(json.dumps(bench(), indent=1))
