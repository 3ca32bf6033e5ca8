"""Fixtures that several tests on Postgres share."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import steps
from pipeline.settings import HOME
from pipeline.steps.workplace import Workplace


@pytest.fixture
def own_seeds(place: Workplace, tmp_path: Path) -> Workplace:
    """A workplace whose seeds an operator may edit, loaded."""
    shutil.copytree(HOME / "seeds", tmp_path / "seeds")
    edited = replace(place, settings=replace(place.settings, seeds_dir=str(tmp_path / "seeds")))
    steps.load_seeds(edited)
    return edited
