"""What readers teach the classifier, which one is in use, and what another makes of history: `label`, `models`, …"""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from pipeline.cli.common import ByOption, read_settings
from pipeline.errors import BadInput

commands = typer.Typer()
models_commands = typer.Typer(
    no_args_is_help=True, help="The classifiers: list, show, put one into use, take the last one back."
)

WhyOption = Annotated[str, typer.Option("--why", help="Why, in your words.")]


@commands.command()
def label(
    article: Annotated[str | None, typer.Argument(metavar="URL|ID", help="An address or an article's id.")] = None,
    topic: Annotated[str | None, typer.Argument(help="security, counterterrorism, cybercrime, ...")] = None,
    answer: Annotated[str | None, typer.Argument(metavar="yes|no", help="Whether the article has the topic.")] = None,
    why: WhyOption = "",
    by: ByOption = "",
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read lines {"url","topic","label","why"?,"by"?}.')] = False,
) -> None:
    """Say that an article has a topic, or has not. It wins over the model at once, and the next training learns it.

    With `--jsonl` many labels come on standard input, one answer a line; a bad line is answered with its `error`.
    """
    from pipeline import steps
    from pipeline.jsonl import map_lines

    who = by or getpass.getuser()
    if jsonl:
        with steps.open_workplace(read_settings()) as place:
            for line in map_lines(sys.stdin.buffer, lambda one: steps.label_line(place, one, reason=why, by=who)):
                typer.echo(line)
        return
    if article is None or topic is None or answer is None:
        raise BadInput(
            "say which article, which topic, and yes or no: `dateline label URL cybercrime yes --why …`, "
            "or give lines with --jsonl"
        )
    with steps.open_workplace(read_settings()) as place:
        said = steps.label_topic(place, article, topic, answer, reason=why, by=who)
    before = {None: "nobody had judged", True: "it had the topic before", False: "it had not got the topic before"}
    typer.echo(f"{said.title or '(no headline)'}\n{said.url}")
    typer.echo(
        f"{topic}: {'yes' if said.is_positive else 'no'} by {who}; "
        f"{before[said.was_assigned] if said.is_new else 'that stood already, nothing changed'}"
    )
    if said.implied:
        typer.echo(f"carried with it: {', '.join(said.implied)}")
    for note in said.notes:
        typer.echo(f"note: {note}")


@commands.command("train-topics")
def train_topics(
    promote: Annotated[bool, typer.Option(help="Put the model into use when no topic got worse.")] = True,
    seed: Annotated[int, typer.Option(help="Of the bootstrap; the same gives the same decision.")] = 20,
    by: ByOption = "",
) -> None:
    """Retrain from labels, judge on outlets held back, and put the model into use unless a topic got worse."""
    from pipeline import steps
    from pipeline.runner.models import print_training

    with steps.open_workplace(read_settings()) as place:
        print_training(steps.train_topics(place, by=by or getpass.getuser(), is_promoting=promote, seed=seed))


@commands.command()
def reclassify(
    since: Annotated[str, typer.Option(help="Articles dated from here on (ISO 8601).")] = "",
    until: Annotated[str, typer.Option(help="Articles dated before this.")] = "",
    source: Annotated[str, typer.Option(help="Only this outlet: its name or site.")] = "",
    model: Annotated[str, typer.Option(metavar="ID", help="A version; default: the model in use.")] = "",
    apply: Annotated[bool, typer.Option("--apply", help="Write the new topics. Labels stay.")] = False,
    by: ByOption = "",
) -> None:
    """Judge stored articles anew: shows what changes between the topics that stand and a model's; `--apply` writes it.

    What was interrupted goes on where it stopped; `--apply` after a look applies what was shown.
    """
    from pipeline import steps
    from pipeline.runner.models import print_differences
    from pipeline.runner.report import tell_step

    with steps.open_workplace(read_settings()) as place:
        run_id = steps.plan_reclassification(
            place,
            by=by or getpass.getuser(),
            model=model,
            since=since,
            until=until,
            source=source,
            is_applying=apply,
        )
        of = len(steps.list_batches(place, run_id))
        for number in steps.list_batches(place, run_id, state="open"):
            steps.compare_batch(place, run_id, number)
            tell_step(f"compared {number + 1} of {of} batches")
        differences, examples = steps.read_differences(place, run_id)
        for number in steps.list_batches(place, run_id, state="compared") if apply else []:
            steps.apply_batch(place, run_id, number)
            tell_step(f"applied {number + 1} of {of} batches")
        print_differences(steps.find_run(place, run_id), differences, examples)


@models_commands.command("list")
def models_list() -> None:
    """List the classifiers, newest first, with the latest decision on each."""
    from pipeline import steps
    from pipeline.runner.models import print_models

    with steps.open_workplace(read_settings()) as place:
        print_models(steps.list_models(place))


@models_commands.command("show")
def models_show(
    model: Annotated[str, typer.Argument(metavar="ID", help="A version or the beginning of one.")],
) -> None:
    """Show one classifier: what it was trained on, its figures per topic and source, every decision on it."""
    from pipeline import steps
    from pipeline.runner.models import print_model

    with steps.open_workplace(read_settings()) as place:
        print_model(steps.find_model(place, model), place.store.rows("list_model_decisions"))


@models_commands.command("promote")
def models_promote(
    model: Annotated[str, typer.Argument(metavar="ID", help="A version or the beginning of one.")],
    why: WhyOption = "put into use by hand",
    by: ByOption = "",
) -> None:
    """Put a classifier into use: every batch that begins from now on, on every worker, is judged by it."""
    from pipeline import steps

    with steps.open_workplace(read_settings()) as place:
        used = steps.promote_model(place, model, by=by or getpass.getuser(), reason=why)
    typer.echo(f"in use: {used.model_version}; `dateline reclassify` shows what it changes in what stands")


@models_commands.command("rollback")
def models_rollback(why: WhyOption = "", by: ByOption = "") -> None:
    """Put the classifier that was in use before back into use; again goes one further back."""
    from pipeline import steps

    with steps.open_workplace(read_settings()) as place:
        model, replaced = steps.roll_back_model(place, by=by or getpass.getuser(), reason=why)
    typer.echo(f"in use: {model.model_version}, no longer {replaced}")
