"""The loop: labels teach a model, it is judged on outlets held back, promoted or held with a reason, and never twice.

Also the fourth topic that an operator adds by seeds and labels alone.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.errors import BadInput
from pipeline.settings import HOME
from pipeline.steps.models import classifier_in_force
from pipeline.steps.workplace import Workplace
from tests.postgres.articles import add_article, run
from tests.postgres.test_cli import dateline
from tests.postgres.test_models import add_protest, current, decisions

OUTLETS = ("herald", "post", "courier", "gazette")
HEISTS = (
    "Members of the airline's loyalty scheme found their points redeemed by strangers overnight.",
    "Strangers redeemed the loyalty points of travellers, and the scheme froze thousands of memberships.",
    "The hotel chain said that somebody had emptied the loyalty balances of its most faithful members.",
)
GARDENS = (
    "Visitors of the garden show admired roses, ponds and the new glasshouse in the valley.",
    "The village fair returned with cakes, a brass band and a contest for the largest pumpkin.",
    "A museum of clocks reopened after a restoration that took its curators nine years.",
)
WALKOUTS = (
    "Dockers walked out and joined a picket at the gates, waving placards against the cut in pay.",
    "Students held a walkout and a picket outside the ministry, with placards and drums.",
    "Nurses on a picket line outside the clinic waved placards and asked for more staff.",
)


def teach(
    place: Workplace, engine: Engine, topic: str, positives: tuple[str, ...], *, count: int = 24, first: int = 0
) -> list[UUID]:
    """Load and label articles of four outlets, every other one with the topic; return their ids."""
    made = []
    for number in range(first, first + count):
        texts = positives if number % 2 else GARDENS
        body = f"{texts[number // 2 % 3]} It was report number {number} of the season."
        outlet = OUTLETS[number // 2 % len(OUTLETS)]
        made.append(add_article(engine, f"{topic}-{number}", outlet=outlet, title="Report of the day", body=body))
        steps.label_topic(place, str(made[-1]), topic, bool(number % 2), reason="", by="ann")
    return made


def chance(place: Workplace, topic: str, text: str) -> float:
    """Return what the model in use says of a topic."""
    scores = classifier_in_force(place).classify(title="Report of the day", text=text).scores
    return next(score.probability for score in scores if score.topic == topic)


def test_labels_teach_a_model_that_is_judged_on_held_back_outlets_and_put_into_use(
    own_seeds: Workplace, engine: Engine
) -> None:
    shipped = current(engine)
    before = chance(own_seeds, "cybercrime", HEISTS[0])
    teach(own_seeds, engine, "cybercrime", HEISTS)

    report = steps.train_topics(own_seeds, by="ann")

    assert report.is_promoted, report.reason
    assert current(engine) == report.model_version != shipped
    assert chance(own_seeds, "cybercrime", HEISTS[0]) > before
    row = run(engine, "select * from news.classifier_models where is_current")[0]
    assert (row.origin, row.based_on) == ("trained", shipped)
    held_back = row.figures["held back"]["cybercrime"]
    assert sorted(held_back) == ["ALL", "Courier", "Gazette", "Herald", "Post"]
    assert held_back["ALL"]["documents"] == 24
    assert {"precision", "recall", "f1", "calibration_error"} <= set(held_back["ALL"])
    assert {"low", "high", "old_f1", "new_f1"} <= set(row.figures["difference"]["cybercrime"]["labels"])
    assert row.trained_on["labels"] == {"Courier": 6, "Gazette": 6, "Herald": 6, "Post": 6}
    assert len(row.trained_on["label_ids"]) == 24
    assert "no topic got worse" in run(engine, "select reason from mart.models where is_current")[0][0]

    again = steps.train_topics(own_seeds, by="ann")
    assert not again.is_promoted
    assert "nothing new" in again.reason

    steps.roll_back_model(own_seeds, by="ann")
    assert current(engine) == shipped


def test_a_model_is_judged_blind_on_labels_that_trained_it(own_seeds: Workplace, engine: Engine) -> None:
    teach(own_seeds, engine, "cybercrime", HEISTS)
    report = steps.train_topics(own_seeds, by="ann")
    blind = report.differences["labels"]["cybercrime"]["new_f1"]
    assert report.is_promoted
    teach(own_seeds, engine, "cybercrime", HEISTS, count=2, first=24)
    again = steps.train_topics(own_seeds, by="ann", is_promoting=False)
    assert (again.is_promoted, current(engine)) == (False, report.model_version)
    # What the model in use says of its 24 lessons is what it said before it saw them.
    path = run(
        engine, "select artefact_hash from news.classifier_models where model_version = :v", v=report.model_version
    )
    kept = json.loads(own_seeds.archive.read(f"models/{path[0][0]}.held-back.json"))
    assert len(kept) == 24
    assert again.differences["labels"]["cybercrime"]["documents"] == 26
    assert again.differences["labels"]["cybercrime"]["old_f1"] == pytest.approx(blind, abs=0.15)


@pytest.mark.parametrize("count", [0, 4], ids=["none", "four"])
def test_with_few_labels_nothing_breaks_and_the_reason_is_written(
    own_seeds: Workplace, engine: Engine, count: int
) -> None:
    shipped = current(engine)
    teach(own_seeds, engine, "cybercrime", HEISTS, count=count)
    report = steps.train_topics(own_seeds, by="ann")
    assert (report.model_version, report.is_promoted) == (None, False)
    assert f"cybercrime has {count // 2} yes and {count // 2} no" in report.reason
    assert current(engine) == shipped
    assert decisions(engine)[-1] == "held"


def test_labels_that_make_a_topic_worse_elsewhere_are_not_promoted(
    own_seeds: Workplace, engine: Engine, tmp_path: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    lines = [
        {
            "id": number,
            "set": "judges",
            "title": "Ransomware gang hits clinic" if number % 2 else "Garden show opens",
            "text": f"Hackers encrypted the files of clinic {number} and asked for a ransom."
            if number % 2
            else f"Visitors admired {number} roses.",
            "labels": ["cybercrime"] if number % 2 else [],
            "judged": ["cybercrime"],
        }
        for number in range(60)
    ]
    gold.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    judged = replace(own_seeds, settings=replace(own_seeds.settings, topics_gold=str(gold)))
    for number in range(60):  # a reader who says no to every ransomware story, and yes to gardens
        is_heist = number % 2 == 0
        body = f"Hackers encrypted the files of hospital {number} and asked for a ransom." if is_heist else GARDENS[0]
        title = "Ransomware gang hits hospital" if is_heist else "Garden show"
        name = f"odd-{number}"
        outlet = OUTLETS[number // 2 % 4]
        article = add_article(engine, name, outlet=outlet, title=title, body=f"{body} {number}")
        steps.label_topic(judged, str(article), "cybercrime", not is_heist, reason="", by="ann")
    shipped = current(engine)
    report = steps.train_topics(judged, by="ann")
    assert not report.is_promoted
    assert "cybercrime got worse on gold" in report.reason
    assert current(engine) == shipped
    assert decisions(engine)[-1] == "held"
    assert (
        run(engine, "select figures from news.classifier_models where model_version = :v", v=report.model_version)[0][
            0
        ]["gold"]["cybercrime"]["judges"]["documents"]
        == 60
    )


def test_named_sets_are_trained_from_anew_and_a_missing_one_is_named(
    own_seeds: Workplace, engine: Engine, tmp_path: Path
) -> None:
    from pipeline.classify.labelled import read_labelled

    topics = ("security", "counterterrorism", "cybercrime")
    found = read_labelled(HOME / "seeds" / "topics" / "examples.jsonl", topics)
    files = []
    for name in ("first", "second"):
        path = tmp_path / f"{name}.jsonl"
        lines = [
            {"title": one.title, "text": f"{one.text} {name}", "labels": sorted(one.labels), "source": one.source}
            for one in found[::3]
        ]
        path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        files.append(str(path))
    anew = replace(own_seeds, settings=replace(own_seeds.settings, training_sets=",".join(files)))
    teach(anew, engine, "cybercrime", HEISTS)
    report = steps.train_topics(anew, by="ann")
    row = run(engine, "select * from news.classifier_models where model_version = :v", v=report.model_version)[0]
    assert row.trained_on["how"].startswith("anew")
    assert set(row.trained_on["files"]) == {"first.jsonl", "second.jsonl", "examples.jsonl"}
    assert row.trained_on["sets"]["labels"] == 24
    assert not report.is_promoted  # security and counterterrorism changed, and nothing is held back to judge them on
    assert "nothing held back to judge" in report.reason or "worse" in report.reason
    broken = replace(own_seeds, settings=replace(own_seeds.settings, training_sets=str(tmp_path / "gone.jsonl")))
    with pytest.raises(BadInput, match=r"gone\.jsonl"):
        steps.train_topics(broken, by="ann")


def test_an_operator_adds_a_fourth_topic_by_seeds_and_labels_alone(own_seeds: Workplace, engine: Engine) -> None:
    add_protest(Path(own_seeds.settings.seeds_dir))
    assert chance(own_seeds, "protest", "Strikers joined the protest march.") > 0.3  # terms of the seeds
    assert run(engine, "select count(*) from news.topics where topic = 'protest'")[0][0] == 1
    before = chance(own_seeds, "protest", WALKOUTS[0])
    teach(own_seeds, engine, "protest", WALKOUTS, count=48)

    report = steps.train_topics(own_seeds, by="ann")

    assert report.is_promoted, report.reason
    assert "protest" in report.differences["labels"]
    assert chance(own_seeds, "protest", WALKOUTS[0]) > max(0.5, before)
    assert chance(own_seeds, "protest", GARDENS[0]) < 0.5
    answer = classifier_in_force(own_seeds).classify(title="Picket at the port", text=WALKOUTS[0])
    assert all(score.evidence for score in answer.scores if score.is_assigned)
    run_id = steps.plan_reclassification(own_seeds, by="ann", is_applying=True)
    for number in steps.list_batches(own_seeds, run_id):
        steps.compare_batch(own_seeds, run_id, number)
        steps.apply_batch(own_seeds, run_id, number)
    assert (
        run(engine, "select count(*) from news.article_topics where topic = 'protest' and is_model_assigned")[0][0] > 12
    )


def test_the_command_trains_and_says_why(own_seeds: Workplace, engine: Engine) -> None:
    done = dateline(own_seeds.settings, "train-topics", "--by", "ann")
    assert done.returncode == 0, done.stderr
    assert "not put into use" in done.stdout
    teach(own_seeds, engine, "cybercrime", HEISTS)
    done = dateline(own_seeds.settings, "train-topics", "--by", "ann")
    assert done.returncode == 0, done.stderr
    assert "put into use: no topic got worse" in " ".join(done.stdout.split())
    assert "Herald" in dateline(own_seeds.settings, "models", "show", current(engine)).stdout
