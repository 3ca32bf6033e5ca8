"""
### train_topics: the model learns from readers' labels

Every Monday (and when triggered) this DAG retrains the topic model from the labels in `news.topic_labels`, judges it on
outlets that it had not seen, beside the model in use, and puts it into use when no topic got worse beyond noise. Every
figure is in `news.classifier_models`, every decision with its reason in `news.model_decisions` (`mart.models`).

**Parameters** `action`: *train*; *train only* (register and judge, put nothing into use); *roll back* (put the model
that was in use before back into use; nothing is trained). `seed`: of the bootstrap; the same gives the same decision.

The settings `DATELINE_TRAINING_SETS` (labelled articles to train anew from) and `DATELINE_TOPICS_GOLD` (labelled
articles to judge on) name files as the workers see them. Without them the shipped weights are taught by the labels.

**When it is red** the message names a training file that is missing or malformed, or says that Postgres or the archive
store does not answer. A model that was not put into use is no failure: the task is green, the reason is in its answer.

**Re-running** is safe: the same labels, files and seed give the same model.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pendulum
from airflow.sdk import DAG, Param, task
from airflow.timetables.trigger import CronTriggerTimetable
from dateline_tasks import DEFAULT_ARGS, call_step, run_id_of_this_run

TRAIN_TIMEOUT = timedelta(hours=1)  # anew from 35,000 articles, five times over; taught by labels it is a minute

with DAG(
    dag_id="train_topics",
    dag_display_name="Train topics",
    description="Retrains the topic model from labels, judges it on what it has not seen, promotes it if not worse",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("40 4 * * 1", timezone="UTC"),
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=4),
    default_args=DEFAULT_ARGS,
    params={
        "action": Param("train", type="string", enum=["train", "train only", "roll back"], title="Action"),
        "seed": Param(20, type="integer", title="Seed", description="of the bootstrap"),
    },
    tags=["dateline", "topics"],
) as dag:

    @task(execution_timeout=TRAIN_TIMEOUT)
    def train(params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Train, judge and decide; or put the model before back into use."""
        from dataclasses import asdict

        asked = params or {}
        by = run_id_of_this_run()
        if asked.get("action") == "roll back":
            model, replaced = call_step("roll_back_model", by=by, is_once=True)
            return {"in_use": model.model_version, "replaced": replaced}
        is_promoting = asked.get("action") != "train only"
        return asdict(call_step("train_topics", by=by, is_promoting=is_promoting, seed=int(asked.get("seed", 20))))

    train()
