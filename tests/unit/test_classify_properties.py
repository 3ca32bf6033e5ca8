"""What holds for every article, whatever it says: evidence, implication, order, length. Checked on all labelled examples."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.classify.model import SEEDS, Classifier, Input, load_classifier
from pipeline.records import Classification, TopicScore

EXAMPLES: list[dict[str, Any]] = [
    json.loads(line) for line in (SEEDS / "examples.jsonl").read_text(encoding="utf-8").splitlines()
]
INPUTS: list[Input] = [(one["title"], one["text"], "en", None) for one in EXAMPLES]
PLAIN = " ".join(one["text"] for one in EXAMPLES if not one["labels"] and one["style"] in ("food", "arts", "travel", "science", "farm", "long-neg"))  # fmt: skip


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return load_classifier()


@pytest.fixture(scope="module")
def answers(classifier: Classifier) -> list[Classification]:
    return classifier.classify_many(INPUTS)


def without(source: Input, score: TopicScore) -> Input:
    """The article with the evidence of a topic cut out."""
    fields = {"title": source[0] or "", "text": source[1]}
    for one in sorted(score.evidence, key=lambda one: -one.start):
        fields[one.field] = fields[one.field][: one.start] + fields[one.field][one.end :]
    return fields["title"], fields["text"], "en", None


def test_a_topic_in_sight_always_has_evidence_that_is_in_the_text(answers: list[Classification]) -> None:
    for (title, text, _, _), answer in zip(INPUTS, answers, strict=True):
        for score in answer.scores:
            assert bool(score.evidence) >= score.is_assigned
            for one in score.evidence:
                assert (title if one.field == "title" else text)[one.start : one.end] == one.text  # type: ignore[index]
                assert one.weight > 0


def test_without_its_evidence_every_topic_is_less_likely(classifier: Classifier, answers: list[Classification]) -> None:
    cases = [
        (score, without(source, score), number)
        for source, answer in zip(INPUTS, answers, strict=True)
        for number, score in enumerate(answer.scores)
        if score.is_assigned
    ]
    assert len(cases) > 300
    after = classifier.classify_many([cut for _, cut, _ in cases])
    raised = [
        (score.topic, score.probability, answer.scores[number].probability, cut)
        for (score, cut, number), answer in zip(cases, after, strict=True)
        if not answer.scores[number].probability < score.probability
    ]
    assert raised == []


def test_counterterrorism_never_stands_without_security(answers: list[Classification]) -> None:
    for answer in answers:
        by_topic = {score.topic: score for score in answer.scores}
        assert by_topic["security"].probability >= by_topic["counterterrorism"].probability
        assert by_topic["security"].is_assigned >= by_topic["counterterrorism"].is_assigned


def test_the_examples_are_mostly_answered_as_they_are_labelled(answers: list[Classification]) -> None:
    wrong = sum(
        {score.topic for score in answer.scores if score.is_assigned} != set(one["labels"])
        for one, answer in zip(EXAMPLES, answers, strict=True)
    )
    assert wrong / len(EXAMPLES) < 0.1  # they trained the model: a floor against mistakes, not a figure of quality


@pytest.mark.parametrize("words", [30, 300, 3_000])
@pytest.mark.parametrize("topic", ["security", "counterterrorism", "cybercrime"])
def test_a_subject_is_found_at_any_length(classifier: Classifier, topic: str, words: int) -> None:
    telling = [one for one in EXAMPLES if topic in one["labels"] and one["title"]]
    lead, text = telling[0], ""
    for one in telling * 20:
        if len(text.split()) >= words:
            break
        text += one["text"] + "\n\n"
    answer = classifier.classify(title=lead["title"], text=" ".join(text.split()[:words]))
    assert topic in {score.topic for score in answer.scores if score.is_assigned}


@pytest.mark.parametrize("mention", [
    "In 2009 a suicide bomber killed two people at the old station.",
    "Hackers stole the theatre's customer list six years ago.",
    "Her brother was a soldier and fought at the front line.",
], ids=["terror", "cyber", "war"])  # fmt: skip
@pytest.mark.parametrize("words", [200, 800, 3_000])
def test_one_sentence_in_passing_is_no_subject_at_any_length(classifier: Classifier, words: int, mention: str) -> None:
    plain = (PLAIN * 9).split()[:words]
    place = len(plain) * 2 // 3
    text = " ".join([*plain[:place], mention, *plain[place:]])
    answer = classifier.classify(title="A town and its bakers", text=text)
    assert [score.topic for score in answer.scores if score.is_assigned] == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.none() | st.text(max_size=40), st.text(max_size=300)), min_size=1, max_size=5))
def test_any_text_is_answered_the_same_alone_and_in_company(articles: list[tuple[str | None, str]]) -> None:
    classifier = _shared()
    inputs: list[Input] = [(title, text, None, None) for title, text in articles]
    assert classifier.classify_many(inputs) == [classifier.classify_many([one])[0] for one in inputs]


_CLASSIFIERS: list[Classifier] = []


def _shared() -> Classifier:
    if not _CLASSIFIERS:
        _CLASSIFIERS.append(load_classifier())
    return _CLASSIFIERS[0]
