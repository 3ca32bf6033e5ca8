"""docker-compose.yml as data: no engine runs where the tests do. The roles themselves: scripts/prove_topology.py."""

from __future__ import annotations

import base64
import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.settings import HOME, Settings, describe_settings


def load_script(name: str) -> Any:
    """A module of scripts/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, HOME / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


compose_data = load_script("compose_data")
make_env = load_script("make_env")
VARIABLE = compose_data.VARIABLE

COMPOSE_FILE = HOME / "docker-compose.yml"
EXAMPLE_FILE = HOME / ".env.example"
TEXT = COMPOSE_FILE.read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
ONE_OFF = {"postgres-roles", "init"}
AIRFLOW_ROLES = {"api-server", "scheduler", "dag-processor", "triggerer", "worker"}
LASTING = sorted(set(SERVICES) - ONE_OFF)
SECRET_NAME = re.compile(r"PASSWORD|SECRET|KEY$")


def read_example() -> dict[str, str]:
    lines = EXAMPLE_FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.removeprefix("# ").split("=", 1) for line in lines if re.match(r"(# )?[A-Z_0-9]+=", line))


def environment_of(service: str, env: dict[str, str]) -> dict[str, str]:
    pairs = (SERVICES[service].get("environment") or {}).items()
    return {name: compose_data.interpolate(str(value), env) for name, value in pairs if value is not None}


@pytest.fixture
def filled() -> dict[str, str]:
    text = make_env.fill_env(EXAMPLE_FILE.read_text(encoding="utf-8"), "https://example.org/crawler")
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def test_every_role_of_the_topology_is_a_service() -> None:
    assert set(SERVICES) == AIRFLOW_ROLES | ONE_OFF | {"postgres", "redis"}
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert SERVICES["worker"]["command"][:3] == ["airflow", "celery", "worker"]


@pytest.mark.parametrize("service", LASTING)
def test_lasting_service_has_health_check_restart_policy_and_memory_limit(service: str) -> None:
    one = SERVICES[service]
    assert {"test", "interval", "timeout", "retries", "start_period"} <= set(one["healthcheck"])
    assert one["restart"] == "unless-stopped"
    assert one["deploy"]["resources"]["limits"]["memory"]


@pytest.mark.parametrize("service", sorted(ONE_OFF))
def test_one_off_service_is_not_started_again_after_success(service: str) -> None:
    assert SERVICES[service]["restart"].startswith("on-failure")
    assert SERVICES[service]["healthcheck"] == {"disable": True}


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_service_waits_for_what_it_needs_to_be_ready(service: str) -> None:
    for name, how in SERVICES[service].get("depends_on", {}).items():
        expected = "service_completed_successfully" if name in ONE_OFF else "service_healthy"
        assert how == {"condition": expected}, name


@pytest.mark.parametrize("service", sorted(AIRFLOW_ROLES))
def test_airflow_program_starts_after_migrations(service: str) -> None:
    assert "init" in SERVICES[service]["depends_on"]


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_volumes_and_networks_are_declared(service: str) -> None:
    one = SERVICES[service]
    sources = [mount.split(":")[0] for mount in one.get("volumes", [])]
    assert all((HOME / source).is_file() for source in sources if source.startswith("."))
    assert {source for source in sources if not source.startswith(".")} <= set(COMPOSE["volumes"])
    assert set(one["networks"]) <= set(COMPOSE["networks"])


def test_every_declared_volume_is_used() -> None:
    used = {mount.split(":")[0] for one in SERVICES.values() for mount in one.get("volumes", [])}
    assert set(COMPOSE["volumes"]) <= used


def test_postgres_volume_lies_above_the_versions_folder() -> None:
    # The image of version 18 keeps its data in /var/lib/postgresql/18/docker and refuses a volume further down.
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]


def test_only_the_ui_has_a_port_and_on_loopback(filled: dict[str, str]) -> None:
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["api-server"]
    ports = SERVICES["api-server"]["ports"]
    assert [compose_data.interpolate(port, filled) for port in ports] == ["127.0.0.1:8080:8080"]
    assert [compose_data.interpolate(port, {}) for port in ports] == ["127.0.0.1:8080:8080"]


@pytest.mark.parametrize("service", sorted(AIRFLOW_ROLES | {"init"}))
def test_our_programs_run_without_root_and_capabilities(service: str) -> None:
    one = SERVICES[service]
    assert one["user"] == "dateline"
    assert one["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in one["security_opt"]


def test_only_worker_and_ui_reach_outside() -> None:
    assert {name for name, one in SERVICES.items() if "outside" in one["networks"]} == {"api-server", "worker"}
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_worker_has_no_key_to_airflows_metadata() -> None:
    names = set(SERVICES["worker"]["environment"])
    assert not [name for name in names if re.search(r"SQL_ALCHEMY_CONN|FERNET|JWT|API__SECRET", name)]


@pytest.mark.parametrize(("secret", "holders"), [
    ("OWNER_PASSWORD", {"init", "postgres-roles"}),
    ("POSTGRES_PASSWORD", {"postgres", "postgres-roles"}),
    ("WRITER_PASSWORD", {"api-server", "worker", "postgres-roles"}),
    ("ANALYST_PASSWORD", {"postgres-roles"}),
    ("REDIS_PASSWORD", {"redis", "scheduler", "worker"}),
    ("ADMIN_PASSWORD", {"init"}),
])  # fmt: skip
def test_secret_is_given_to_those_who_need_it(secret: str, holders: set[str]) -> None:
    assert {name for name, one in SERVICES.items() if f"${{{secret}" in yaml.safe_dump(one)} == holders


def test_every_variable_has_a_line_in_the_example() -> None:
    used = {found["name"] for found in VARIABLE.finditer(TEXT)} | passed_through()
    assert used == set(read_example())


def test_example_holds_no_secret() -> None:
    assert {name: value for name, value in read_example().items() if SECRET_NAME.search(name) and value} == {}


def test_secret_without_value_stops_compose() -> None:
    secret = [found for found in VARIABLE.finditer(TEXT) if SECRET_NAME.search(found["name"])]
    assert secret
    assert [found[0] for found in secret if not found["rest"].startswith(":?")] == []


def test_unset_secret_is_named(filled: dict[str, str]) -> None:
    compose_data.load_services(COMPOSE_FILE, filled)
    with pytest.raises(KeyError, match="JWT_SECRET"):
        compose_data.load_services(COMPOSE_FILE, filled | {"JWT_SECRET": ""})


def test_dollar_of_a_health_check_reaches_the_shell(filled: dict[str, str]) -> None:
    services = compose_data.load_services(COMPOSE_FILE, filled)
    assert '"celery@$HOSTNAME"' in services["worker"]["healthcheck"]["test"][1]


def test_address_of_postgres_names_the_installed_driver() -> None:
    # SQLAlchemy 2.1 takes psycopg 3 when an address names none; a worker ended on that.
    addresses = re.findall(r"[\w+]*postgresql[\w+]*(?=://)", TEXT)
    assert addresses
    assert {one.removeprefix("db+") for one in addresses} == {"postgresql+psycopg2"}


def test_default_in_compose_is_the_examples() -> None:
    example = read_example()
    with_default = [found for found in VARIABLE.finditer(TEXT) if found["rest"].startswith(":-")]
    assert {(one["name"], one["rest"][2:]) for one in with_default} <= set(example.items())


def test_made_env_fills_every_needed_variable(filled: dict[str, str]) -> None:
    needed = {found["name"] for found in VARIABLE.finditer(TEXT) if found["rest"].startswith(":?")}
    assert {name for name in needed if not filled[name]} == set()


def test_made_secrets_differ_and_may_stand_in_an_address(filled: dict[str, str]) -> None:
    made = [filled[name] for name in make_env.SECRETS]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"[A-Za-z0-9_=-]{32,}", one) for one in made)
    assert len(base64.urlsafe_b64decode(filled["FERNET_KEY"])) == 32


def test_settings_of_the_pipeline_exist_and_parse(filled: dict[str, str]) -> None:
    known = {name for name, _, _ in describe_settings()}
    for service in SERVICES:
        passed = environment_of(service, filled)
        ours = {name: value for name, value in passed.items() if name.startswith("DATELINE_")}
        assert set(ours) <= known, service
        Settings.from_env(ours)


def test_defaults_of_compose_are_the_pipelines(filled: dict[str, str]) -> None:
    passed = environment_of("worker", filled)
    settings = Settings.from_env({name: value for name, value in passed.items() if name.startswith("DATELINE_")})
    assert (settings.batch_entries, settings.run_batches, settings.poll_shards, settings.backfill_archive) == (
        Settings().batch_entries, Settings().run_batches, Settings().poll_shards, Settings().backfill_archive,
    )  # fmt: skip
    assert settings.user_agent.endswith("(+https://example.org/crawler)")


def test_files_the_image_is_told_of_exist() -> None:
    inside = re.compile(r"/opt/dateline/([\w./-]+)")
    assert all((HOME / path).exists() for path in inside.findall(TEXT))
    assert (HOME / "deploy" / "init.sh").stat().st_mode & 0o111


def test_image_takes_neither_secrets_nor_run_state() -> None:
    ignored = (HOME / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".env", ".git", ".venv", ".dateline"} <= set(ignored)
    assert ".env" in (HOME / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_image_installs_hashed_requirements_only() -> None:
    dockerfile = (HOME / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    installs = [line for line in dockerfile.splitlines() if "pip install" in line]
    assert installs
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)
    assert "USER dateline" in dockerfile


def test_packages_for_s3_are_those_of_the_image() -> None:
    main, s3 = (read_pins(HOME / "requirements" / name) for name in ("requirements.txt", "s3.txt"))
    different = {name for name in main.keys() & s3.keys() if main[name] != s3[name]}
    # S3's client library refuses python-dateutil 3 and newer; all that use it here take 2.9 too.
    assert different <= {"python-dateutil"}
    assert "s3fs" in s3


def test_roles_script_gets_the_passwords_it_asks_for() -> None:
    asked = set(re.findall(r"\\getenv \w+ (\w+)", (HOME / "deploy/postgres-roles.sql").read_text(encoding="utf-8")))
    assert asked <= set(SERVICES["postgres-roles"]["environment"])


@pytest.mark.airflow
def test_settings_of_airflow_exist() -> None:
    from airflow.configuration import conf

    known = {
        f"AIRFLOW__{section}__{option}".upper()
        for section, found in conf.configuration_description.items()
        for option in found["options"]
    }
    passed = {name for one in SERVICES.values() for name in one.get("environment") or {} if name.startswith("AIRFLOW_")}
    assert {name for name in passed if name.startswith("AIRFLOW__")} - known == set()


def read_pins(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE))


def passed_through() -> set[str]:
    return {
        name for one in SERVICES.values() for name, value in (one.get("environment") or {}).items() if value is None
    }
