"""What a newer extractor makes of articles that stand: `reextract`."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from pipeline.cli.common import ByOption, read_settings

commands = typer.Typer()


@commands.command()
def reextract(
    since: Annotated[str, typer.Option(help="Articles dated from here on (ISO 8601).")] = "",
    until: Annotated[str, typer.Option(help="Articles dated before this.")] = "",
    source: Annotated[str, typer.Option(help="Only this outlet: its name or site.")] = "",
    article: Annotated[str, typer.Option(metavar="URL|ID", help="Only this article, by address or id.")] = "",
    older: Annotated[bool, typer.Option("--older", help="Only articles that an older extractor made.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Write what is read now. Labels and addresses stay.")] = False,
    by: ByOption = "",
) -> None:
    """Read archived pages anew: shows what changes between the articles that stand and what this extractor
    reads; `--apply` writes it.

    No network. What was interrupted goes on where it stopped; `--apply` after a look applies what was shown.
    """
    from pipeline import steps
    from pipeline.runner.readings import print_text_differences
    from pipeline.runner.report import tell_step

    with steps.open_workplace(read_settings()) as place:
        run_id = steps.plan_reextraction(
            place,
            by=by or getpass.getuser(),
            since=since,
            until=until,
            source=source,
            article=article,
            is_older_only=older,
            is_applying=apply,
        )
        of = len(steps.list_text_batches(place, run_id))
        for number in steps.list_text_batches(place, run_id, state="open"):
            steps.compare_text_batch(place, run_id, number)
            tell_step(f"compared {number + 1} of {of} batches")
        differences, examples = steps.read_text_differences(place, run_id)
        for number in steps.list_text_batches(place, run_id, state="compared") if apply else []:
            steps.apply_text_batch(place, run_id, number)
            tell_step(f"applied {number + 1} of {of} batches")
        made_by = place.store.rows("read_text_extractors", run_id=run_id)
        print_text_differences(steps.find_text_run(place, run_id), differences, examples, made_by)
