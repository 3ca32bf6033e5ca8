"""Settings: every knob has a reason, and a wrong value fails with the variable's name."""

from __future__ import annotations

import pytest

from pipeline.errors import BadInput
from pipeline.settings import Settings, describe_settings


def test_defaults_hold_without_environment() -> None:
    assert Settings.from_env({}) == Settings()


def test_values_are_read_by_kind() -> None:
    env = {"DATELINE_UI_PORT": "9000", "DATELINE_HOST_DELAY_SECONDS": "0.5", "DATELINE_OBEY_ROBOTS": "no", "PATH": "/x"}
    settings = Settings.from_env(env)
    assert (settings.ui_port, settings.host_delay_seconds, settings.obey_robots) == (9000, 0.5, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("DATELINE_UI_PORT", "eighty", id="no number"),
        pytest.param("DATELINE_UI_PORT", "0", id="below its bound"),
        pytest.param("DATELINE_OBEY_ROBOTS", "maybe", id="no boolean"),
        pytest.param("DATELINE_UI_PROT", "8080", id="no such setting"),
        pytest.param("DATELINE_FETCH_CONCURRENCY", "", id="empty"),
    ],
)
def test_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(BadInput, match=name):
        Settings.from_env({name: value})


def test_settings_survive_the_way_to_a_child_process() -> None:
    settings = Settings(ui_port=9000, obey_robots=False, database_url="postgresql+psycopg2://a:b@c/d")
    assert Settings.from_env(settings.as_env()) == settings


def test_every_setting_has_a_reason() -> None:
    assert [name for name, _, reason in describe_settings() if len(reason) < 8] == []
