"""docker-compose.yml read as data: variables filled in, nothing started. For the test of the file and the topology's proof."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

# ${NAME}, ${NAME:-default}, ${NAME:?message}; $$ is Compose's own escape.
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>[A-Z_0-9]+)(?P<rest>[^}]*)\}")


def load_services(path: Path, env: Mapping[str, str]) -> dict[str, Any]:
    """Return the services with every variable filled in as Compose does. Raises KeyError with a variable that has to be set."""
    services: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["services"]
    filled: dict[str, Any] = fill(services, env)
    return filled


def fill(value: Any, env: Mapping[str, str]) -> Any:
    """Return a value of the file with the variables of its strings filled in."""
    if isinstance(value, dict):
        return {name: fill(one, env) for name, one in value.items()}
    if isinstance(value, list):
        return [fill(one, env) for one in value]
    return interpolate(value, env) if isinstance(value, str) else value


def interpolate(text: str, env: Mapping[str, str]) -> str:
    """Return text with its variables filled in; an empty value counts as none, as ":-" and ":?" have it."""

    def replaced(found: re.Match[str]) -> str:
        name, rest = found["name"], found["rest"]
        if env.get(name):
            return env[name]
        if rest.startswith(":-"):
            return rest[2:]
        raise KeyError(name)

    return VARIABLE.sub(replaced, text).replace("$$", "$")
