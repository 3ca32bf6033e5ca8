"""
### reprocess_news: history judged or read anew

Derives a span of history again, without network, and shows the difference before anything is written. **What**:

- **topics**: the articles are judged by a topic model (the one in use, or any that is known), from stored text. The difference
  is `mart.topic_differences`, each change `mart.topic_changes`. Labels stay whatever is applied, and the words replaced go to
  `news.article_topic_history`.
- **text**: their pages are read again from the raw archive by the extractor of this version, as after an upgrade. The difference is
  `mart.text_differences`, each change `mart.text_changes`. Applied, other words are a new version of the article, what copies and
  stories rest on is decided anew, and topics are judged again where the words changed; addresses, ids, labels and first-seen
  times stay. What is no article any more, or whose page the archive lost, is kept as it stands and told.

The table is also the answer of *show_differences*; it is written only when *Apply* is set.

**Parameters** `since`, `until`: articles dated from, before (ISO 8601; empty: no bound). `source`: one outlet, by name or
site. `apply`: write what is new. For topics, `model`: a version (`mart.models`); empty: the one in use. For text, `article`: one
alone, by URL or id; `older`: only those that an older extractor made.

Trigger it once without `apply`, read the table, and trigger it again with the same parameters and `apply`: what was compared is
applied, not made again.

**When it is red** `plan` says what is wrong with span, model or article. `compare_batch`, `apply_batch`: a worker died, or Postgres or
the archive does not answer; clear the failed ones, each batch stands alone. A worker with another version of the program says so:
bring all to one, and trigger again.

**Re-running** is safe: a comparison that was interrupted goes on, batches that are through stay as they are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pendulum
from airflow.sdk import DAG, Param, task
from dateline_tasks import DEFAULT_ARGS, NEWS_ARTICLES, STAGE_TIMEOUT, call_step, run_id_of_this_run

# The steps of pipeline.steps that do it, by what is asked for.
STEPS = {
    "topics": {
        "plan": "plan_reclassification",
        "list": "list_batches",
        "compare": "compare_batch",
        "show": "read_differences",
        "apply": "apply_batch",
    },
    "text": {
        "plan": "plan_reextraction",
        "list": "list_text_batches",
        "compare": "compare_text_batch",
        "show": "read_text_differences",
        "apply": "apply_text_batch",
    },
}

with DAG(
    dag_id="reprocess_news",
    dag_display_name="Reprocess news",
    description="Judges or reads a span of history anew, from stored text or raw pages; shows the difference, applies it when asked",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=24),
    default_args=DEFAULT_ARGS,
    params={
        "what": Param("topics", enum=["topics", "text"], title="What", description="judge topics, or read pages again"),
        "since": Param("", type="string", title="Since", description="articles dated from here on, ISO 8601"),
        "until": Param("", type="string", title="Until", description="articles dated before this"),
        "source": Param("", type="string", title="Outlet", description="its name or site; empty: all"),
        "model": Param("", type="string", title="Topics: model", description="a version; empty: the one in use"),
        "article": Param(
            "", type="string", title="Text: article", description="only this one, by URL or id; empty: all"
        ),
        "older": Param(False, type="boolean", title="Text: older", description="only what an older extractor made"),
        "apply": Param(False, type="boolean", title="Apply", description="write what is new"),
    },
    tags=["dateline", "topics", "extraction"],
) as dag:

    @task(execution_timeout=STAGE_TIMEOUT)
    def plan(params: dict[str, Any] | None = None) -> str:
        """Plan the comparison, or find the one to go on with."""
        asked = dict(params or {})
        own = {"topics": {"model": "model"}, "text": {"article": "article", "older": "is_older_only"}}[asked["what"]]
        given = {name: asked[name] for name in ("since", "until", "source")}
        given |= {argument: asked[name] for name, argument in own.items()}
        by = run_id_of_this_run()
        return str(call_step(STEPS[asked["what"]]["plan"], by=by, is_applying=bool(asked["apply"]), **given))

    @task(execution_timeout=STAGE_TIMEOUT)
    def list_open_batches(run: str, params: dict[str, Any] | None = None) -> list[int]:
        """List the batches that are not compared yet."""
        return _call("list", run, params, state="open")

    @task(execution_timeout=STAGE_TIMEOUT, max_active_tis_per_dagrun=4)
    def compare_batch(run: str, number: int, params: dict[str, Any] | None = None) -> int:
        """Judge or read one batch anew and write down the difference."""
        return _call("compare", run, params, number=number)

    @task(execution_timeout=STAGE_TIMEOUT, trigger_rule="none_failed")
    def show_differences(run: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Answer with the table of differences, a row a topic or kind of change."""
        rows, _ = _call("show", run, params)
        return [{name: str(value) for name, value in row._mapping.items()} for row in rows]

    @task.short_circuit(execution_timeout=STAGE_TIMEOUT)
    def is_asked_for(params: dict[str, Any] | None = None) -> bool:
        """End here unless applying is asked for."""
        return bool((params or {}).get("apply"))

    @task(execution_timeout=STAGE_TIMEOUT)
    def list_compared_batches(run: str, params: dict[str, Any] | None = None) -> list[int]:
        """List the batches that are not applied yet."""
        return _call("list", run, params, state="compared")

    @task(execution_timeout=STAGE_TIMEOUT, max_active_tis_per_dagrun=1, outlets=[NEWS_ARTICLES])
    def apply_batch(run: str, number: int, params: dict[str, Any] | None = None) -> int:
        """Write one batch's topics or texts; labels stay."""
        return _call("apply", run, params, number=number)

    def _call(step: str, run: str, params: dict[str, Any] | None, **arguments: Any) -> Any:
        from uuid import UUID

        what = (params or {}).get("what", "topics")
        return call_step(STEPS[what][step], run_id=UUID(run), **arguments)

    planned = plan()
    compared = compare_batch.partial(run=planned).expand(number=list_open_batches(planned))
    shown = show_differences(planned)
    waiting = list_compared_batches(planned)
    compared >> shown >> is_asked_for() >> waiting
    apply_batch.partial(run=planned).expand(number=waiting)
