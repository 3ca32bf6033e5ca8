"""Which classifier judges: the promoted one out of the archive store, else the one that ships with the program.

A model is a file of weights; taxonomy and lexicons are always the seeds'. So edited seeds work at once, under a new
version, and every row says which version judged. Promotion and rollback change one row, which each batch reads.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.classify.card import FIGURES_FILE
from pipeline.classify.linear import MODEL_FILE
from pipeline.classify.model import Classifier, load_classifier, version_of
from pipeline.classify.taxonomy import find_topics
from pipeline.errors import BadInput
from pipeline.steps.taxonomy import write_taxonomy
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.store import StoredRow, Transaction

log = logging.getLogger(__name__)

MODEL_LOCK = 0x6D6F_6465  # "mode": which model is in use is decided by one at a time
KEPT_CLASSIFIERS = 4  # a process compares two, and may see a promotion or edited seeds between
EXPLICIT = ("promoted", "rolled_back")  # decisions that somebody took; they outlast an upgrade of the program

_kept: dict[tuple[str, str], Classifier] = {}


def classifier_in_force(place: Workplace, *, is_seeding: bool = False) -> Classifier:
    """Return the classifier that judges now; makes it known to Postgres when it is not.

    is_seeding: the seeds in force are everybody's: what they make of the model in use is put into use, known or not.

    A promoted model whose file is missing or damaged does not stop the news: the shipped one judges, the decision
    `fallback` says so, and the rows say which version judged. An archive store that does not answer is retried.
    """
    current = _read_current(place)
    if current is None or (current.origin == "shipped" and current.decision not in EXPLICIT):
        classifier = shipped_classifier(place.settings.seeds_dir)
    else:
        try:
            classifier = load_stored(place, current)
        except BadInput as error:
            return _fall_back(place, current, error)
    if current is None or classifier.version != current.model_version:
        _follow_seeds(place, classifier, current, is_seeding=is_seeding)
    return classifier


def shipped_classifier(seeds_dir: str) -> Classifier:
    """Return the classifier of a seeds folder as it ships, kept by the process. Raises BadInput naming what is wrong."""
    try:
        return _keep(seeds_dir, _read_shipped(seeds_dir))
    except BadInput as error:
        if error.reason != "model_unreadable":
            raise
        path = find_topics(Path(seeds_dir)) / "model" / MODEL_FILE
        raise BadInput(f"{path}: {error}; restore it from git", subject=str(path), reason=error.reason) from error


def load_stored(place: Workplace, model: StoredRow) -> Classifier:
    """Return the classifier of a registered model's weights with the seeds in force.

    Raises BadInput with the remedy when the file is missing, is not the one that was registered, or cannot be read.
    """
    if model.artefact_path is None:
        return _keep(place.settings.seeds_dir, None)
    remedy = (
        "restore the file from a backup, put another model into use (`dateline models rollback`), "
        "or train anew (`dateline train-topics`)"
    )
    try:
        data = place.archive.read(model.artefact_path)
    except FileNotFoundError as error:
        raise BadInput(
            f"the weights of model {model.model_version} are missing: {model.artefact_path} below "
            f"{place.settings.archive}; {remedy}",
            subject=model.model_version,
            reason="model_missing",
        ) from error
    if hashlib.sha256(data).hexdigest() != model.artefact_hash:
        raise BadInput(
            f"the weights of model {model.model_version} are damaged: {model.artefact_path} below "
            f"{place.settings.archive} is not the file that was registered; {remedy}",
            subject=model.model_version,
            reason="model_damaged",
        )
    try:
        return _keep(place.settings.seeds_dir, data)
    except BadInput as error:
        if error.reason != "model_unreadable":
            raise
        raise BadInput(f"model {model.model_version}: {error}; {remedy}", subject=model.model_version) from error


def register_shipped(place: Workplace) -> Classifier:
    """Make the shipped model known, its weights kept on the store; return the classifier in force.

    The first one known is put into use; where another was put into use by somebody, that one stays.
    """
    shipped = shipped_classifier(place.settings.seeds_dir)
    in_force = classifier_in_force(place, is_seeding=True)
    if in_force.version != shipped.version:
        with place.store.begin() as transaction:
            transaction.lock(MODEL_LOCK)
            if _register(place, transaction, shipped, origin="shipped"):
                reason = (
                    f"it came with the program; {in_force.version} stays in use. "
                    f"`dateline models promote {shipped.version}` puts it into use"
                )
                _decide(place, transaction, shipped.version, "registered", reason, by="seeds")
    return in_force


def store_model(
    place: Workplace, artefact: bytes, *, based_on: str, figures: Mapping[str, Any], trained_on: Mapping[str, Any]
) -> tuple[Classifier, bool]:
    """Keep trained weights on the archive store and register them; return the classifier and whether it is new."""
    classifier = _keep(place.settings.seeds_dir, artefact)
    with place.store.begin() as transaction:
        transaction.lock(MODEL_LOCK)
        write_taxonomy(transaction, place.settings.seeds_dir)
        is_new = _register(
            place,
            transaction,
            classifier,
            origin="trained",
            artefact=artefact,
            based_on=based_on,
            figures=figures,
            trained_on=trained_on,
        )
    return classifier, is_new


def list_models(place: Workplace) -> list[StoredRow]:
    """Return all models, newest first."""
    return place.store.rows("list_models")


def find_model(place: Workplace, wanted: str) -> StoredRow:
    """Return the model of a version or the beginning of one. Raises BadInput when none or several fit."""
    models = list_models(place)
    fitting = [one for one in models if wanted in (one.model_version, one.model_version.removeprefix("topics-"))]
    fitting = fitting or [
        one for one in models if one.model_version.removeprefix("topics-").startswith(wanted.removeprefix("topics-"))
    ]
    if len(fitting) != 1 or not wanted:
        said = f"{len(fitting)} models begin so" if fitting else "no model has that version"
        known = ", ".join(one.model_version for one in (fitting or models)[:8])
        raise BadInput(f"{wanted!r}: {said}; known are {known} (`dateline models list`)", subject=wanted)
    return fitting[0]


def promote_model(
    place: Workplace, wanted: str, *, by: str, reason: str, figures: Mapping[str, Any] | None = None
) -> StoredRow:
    """Put a model into use for every batch that begins from now on; return its row.

    Raises BadInput when there is none, or its weights cannot be used: then nothing changes.
    """
    model = find_model(place, wanted)
    load_stored(place, model)
    with place.store.begin() as transaction:
        transaction.lock(MODEL_LOCK)
        current = _current_of(transaction)
        if current is None or current.model_version != model.model_version or current.decision not in EXPLICIT:
            _put_into_use(transaction, model.model_version)
            was = current.model_version if current else None
            _decide(place, transaction, model.model_version, "promoted", reason, by=by, was=was, figures=figures)
    log.info("model promoted: %s, %s", model.model_version, reason)
    return model


def hold_model(place: Workplace, version: str, *, by: str, reason: str, figures: Mapping[str, Any]) -> None:
    """Write down why a model was not promoted."""
    with place.store.begin() as transaction:
        _decide(place, transaction, version, "held", reason, by=by, figures=figures)
    log.info("model held: %s, %s", version, reason)


def roll_back_model(place: Workplace, *, by: str, reason: str = "", is_once: bool = False) -> tuple[StoredRow, str]:
    """Put the model that was in use before back into use; return its row and the version that it replaces.

    Again goes one further back; with is_once not for the same `by`, so that a task that is tried again does it once.
    Raises BadInput when there is none before, or its weights cannot be used.
    """
    decisions = place.store.rows("list_model_decisions")
    done = [one for one in decisions if one.decision == "rolled_back" and one.decided_by == by] if is_once else []
    if done:
        return find_model(place, done[-1].model_version), done[-1].previous_version or ""
    before = used_before(decisions)
    current = _read_current(place)
    if before is None or current is None:
        raise BadInput(
            f"no model was in use before {current.model_version if current else 'any'}; "
            "`dateline models list` shows which there are, `dateline models promote ID` puts one into use",
            subject="models",
        )
    model = find_model(place, before)
    load_stored(place, model)
    with place.store.begin() as transaction:
        transaction.lock(MODEL_LOCK)
        _put_into_use(transaction, model.model_version)
        said = reason or f"{current.model_version} was taken back"
        _decide(place, transaction, model.model_version, "rolled_back", said, by=by, was=current.model_version)
    log.info("model rolled back: %s to %s", current.model_version, model.model_version)
    return model, current.model_version


def used_before(decisions: Sequence[StoredRow]) -> str | None:
    """Return the version that was in use before the one that is, rollbacks counted; None when there is none.

    decisions: in the order they were taken.
    """
    used: list[str] = []
    for one in decisions:
        if one.decision == "promoted":
            used.append(one.model_version)
        elif one.decision == "rolled_back":
            used = used[:-1] if used[-2:-1] == [one.model_version] else [*used, one.model_version]
        elif one.decision == "registered" and (one.previous_version or not used):
            used[-1:] = [one.model_version]  # the same weights (or the shipped ones) with other seeds
    return used[-2] if len(used) > 1 else None


def _read_current(place: Workplace) -> StoredRow | None:
    with place.store.begin() as transaction:
        return _current_of(transaction)


def _current_of(transaction: Transaction) -> StoredRow | None:
    return next(iter(transaction.rows("read_current_model")), None)


def _fall_back(place: Workplace, current: StoredRow, error: BadInput) -> Classifier:
    """Return the shipped classifier, and say once that it stands in."""
    shipped = shipped_classifier(place.settings.seeds_dir)
    log.error("model cannot be used, the shipped one stands in: %s", error)
    with place.store.begin() as transaction:
        transaction.lock(MODEL_LOCK)
        write_taxonomy(transaction, place.settings.seeds_dir)
        _register(place, transaction, shipped, origin="shipped")
        decisions = [
            one for one in transaction.rows("list_model_decisions") if one.model_version == current.model_version
        ]
        reason = f"{error}. Until then {shipped.version} judges"
        if not decisions or (decisions[-1].decision, decisions[-1].reason) != ("fallback", reason):
            _decide(place, transaction, current.model_version, "fallback", reason, by="classify")
    return shipped


def _follow_seeds(place: Workplace, classifier: Classifier, current: StoredRow | None, *, is_seeding: bool) -> None:
    """Make known, and put into use, what the seeds in force make of the model in use.

    What is known already only judges, so that two workers with different seeds do not take turns for ever; loading
    the seeds puts that into use, too.
    """
    with place.store.begin() as transaction:
        transaction.lock(MODEL_LOCK)
        if current is None:
            current = _current_of(transaction)  # another worker may have been first
        write_taxonomy(transaction, place.settings.seeds_dir)
        if current is None or (current.origin == "shipped" and current.decision not in EXPLICIT):
            is_new = _register(place, transaction, classifier, origin="shipped")
            reason = "it came with the program" if current else "the first model: it came with the program"
        else:
            is_new = bool(
                transaction.rows(
                    "register_model",
                    now=place.clock(),
                    rows=dump_rows(
                        [
                            {
                                "model_version": classifier.version,
                                "origin": "seeds",
                                "artefact_path": current.artefact_path,
                                "artefact_hash": current.artefact_hash,
                                "based_on": current.model_version,
                                "figures": current.figures,
                                "trained_on": current.trained_on,
                            }
                        ]
                    ),
                )
            )
            reason = f"the weights of {current.model_version} with taxonomy or lexicon edited since"
        if not is_new and current is not None and is_seeding:
            reason = "the seeds are again what they were"
        if is_new or current is None or is_seeding:
            _put_into_use(transaction, classifier.version)
            was = current.model_version if current else None
            _decide(place, transaction, classifier.version, "registered", reason, by="seeds", was=was)


def _register(
    place: Workplace,
    transaction: Transaction,
    classifier: Classifier,
    *,
    origin: str,
    artefact: bytes | None = None,
    based_on: str | None = None,
    figures: Mapping[str, Any] | None = None,
    trained_on: Mapping[str, Any] | None = None,
) -> bool:
    """Register a classifier and keep its weights on the store; return whether it was unknown."""
    data = _read_shipped(place.settings.seeds_dir) if artefact is None else artefact
    digest = hashlib.sha256(data).hexdigest() if data is not None else None
    path = f"models/{digest}.npz" if digest else None
    if path and data is not None and not place.archive.exists(path):
        place.archive.write_atomic(path, data)
    told = _read_figures(place.settings.seeds_dir, digest) if origin == "shipped" else {}
    row = {
        "model_version": classifier.version,
        "origin": origin,
        "artefact_path": path,
        "artefact_hash": digest,
        "based_on": based_on,
        "figures": figures or told.get("figures", {}),
        "trained_on": trained_on or told.get("trained_on", {}),
    }
    return bool(transaction.rows("register_model", now=place.clock(), rows=dump_rows([row])))


def _put_into_use(transaction: Transaction, version: str) -> None:
    transaction.run("clear_current_model")
    transaction.run("set_current_model", model_version=version)


def _decide(
    place: Workplace,
    transaction: Transaction,
    version: str,
    decision: str,
    reason: str,
    *,
    by: str,
    was: str | None = None,
    figures: Mapping[str, Any] | None = None,
) -> None:
    transaction.run(
        "insert_model_decision",
        model_version=version,
        previous_version=was if was != version else None,
        decision=decision,
        reason=reason,
        figures=dump_rows(figures or {}),
        decided_by=by,
        now=place.clock(),
    )


def _read_shipped(seeds_dir: str) -> bytes | None:
    path = find_topics(Path(seeds_dir)) / "model" / MODEL_FILE
    return path.read_bytes() if path.exists() else None


def _read_figures(seeds_dir: str, digest: str | None) -> dict[str, Any]:
    """Return what was measured when the shipped model was built; nothing where the figures are another model's."""
    path = find_topics(Path(seeds_dir)) / "model" / FIGURES_FILE
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        log.warning("the shipped model comes without figures: %s", error)
        return {}
    return told if told.get("sha256") == digest else {}


def _keep(seeds_dir: str, artefact: bytes | None) -> Classifier:
    """Return the classifier of seeds and weights, made once a process for the same files."""
    directory = find_topics(Path(seeds_dir))
    key = (str(directory), version_of(directory, artefact))
    if key not in _kept:
        while len(_kept) >= KEPT_CLASSIFIERS:
            _kept.pop(next(iter(_kept)))
        _kept[key] = load_classifier(directory, artefact=artefact or b"")
    return _kept[key]
