"""Read the YAML of seeds/ so that a mistake can be named by file and line. Used by taxonomy and lexicon only."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import yaml

from pipeline.errors import BadInput

LINE = "__line__"  # key under which a mapping carries its own line number

# libyaml reads the lexicon ten times faster; the pure reader says the same things.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key!r} stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=True)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the top mapping of a YAML file; every mapping in it carries its line under LINE.

    Raises BadInput naming the file and line when it cannot be read or is not a mapping.
    """
    try:
        with path.open("rb") as stream:
            data = yaml.load(stream, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}; seeds/ must be complete", subject=str(path)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise BadInput(f"{path}{line} is not valid YAML: {problem}; correct it there", subject=str(path)) from error
    if not isinstance(data, dict):
        raise BadInput(f"{path}:1 must hold a mapping such as `topics:`", subject=str(path))
    return data


def refuse(path: Path, where: Any, problem: str, remedy: str) -> NoReturn:
    """Raise BadInput that names the file, the line of the mapping `where`, the problem and the remedy."""
    line = where.get(LINE) if isinstance(where, dict) else None
    raise BadInput(f"{path}{f':{line}' if line else ''}: {problem}; {remedy}", subject=str(path), reason="bad_seeds")


def read_strings(path: Path, where: dict[str, Any], key: str) -> tuple[str, ...]:
    """Return the list of strings under `key` ("" and absent give none); raises BadInput when it is anything else."""
    value = where.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        odd = next((one for one in value if not isinstance(one, str)), value) if isinstance(value, list) else value
        refuse(path, where, f"`{key}` must be a list of strings, not {odd!r}", 'quote numbers, such as "20000053"')
    return tuple(value)
