"""What every stage of a batch does around its work: takes the lease on, and says in ops.batches what broke it."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Protocol, TypeVar
from uuid import UUID

from pipeline.errors import BadInput, DatelineError, Unavailable
from pipeline.steps.workplace import Workplace

log = logging.getLogger(__name__)

ERROR_CHARS = 4_000  # of a message kept in ops.batches and, after the last try, in the quarantine

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Stage(Protocol[T_co]):
    """A stage as tasks call it."""

    def __call__(self, place: Workplace, batch_id: UUID) -> T_co:
        """Take a batch through the stage."""


def batch_stage(name: str) -> Callable[[Callable[[Workplace, UUID], T]], Stage[T]]:
    """Return a decorator for the stage of this name.

    A batch that breaks is noted with its stage and error, and counts against its entries when its lease runs out; an
    absence of a service of our own counts against nobody.
    """

    def decorate(step: Callable[[Workplace, UUID], T]) -> Stage[T]:
        @functools.wraps(step)
        def run(place: Workplace, batch_id: UUID) -> T:
            place.store.open_batch(batch_id, place.clock(), stage=name)
            try:
                return step(place, batch_id)
            except BadInput:
                raise  # given up meanwhile, or a wrong setting: not the entries' doing
            except Unavailable:
                _note(place, batch_id, None, None)
                raise
            except Exception as error:
                _note(place, batch_id, name, f"{type(error).__name__}: {error}"[:ERROR_CHARS])
                raise

        return run

    return decorate


def _note(place: Workplace, batch_id: UUID, stage: str | None, error: str | None) -> None:
    try:
        with place.store.begin() as transaction:
            transaction.run("note_batch_error", batch_id=batch_id, stage=stage, error=error)
    except DatelineError as unavailable:
        log.warning("what broke batch %s could not be noted: %s", batch_id, unavailable)
