"""Records to JSON parameters and back. What Postgres cannot hold (NUL, lone surrogates) is replaced on the way in."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder()


def dump_rows(rows: Any) -> str:
    """Return JSON for a statement's :rows parameter; datetimes as RFC 3339, UUIDs as text, records as objects."""
    return _clean(rows)


def to_builtins(value: Any) -> Any:
    """Return plain objects of a record, as they stand in a jsonb column."""
    return msgspec.to_builtins(value)


def load_as(value: Any, kind: type[T]) -> T:
    """Return the record that a jsonb column holds."""
    return msgspec.convert(value, kind, strict=False)


def _clean(value: Any) -> str:
    try:
        text = _ENCODER.encode(value).decode()
    except UnicodeEncodeError:  # a lone surrogate, out of a broken \\uD83D escape on a page
        return _ENCODER.encode(_replace_unstorable(msgspec.to_builtins(value))).decode()
    if "\\u0000" in text:
        return _ENCODER.encode(_replace_unstorable(msgspec.to_builtins(value))).decode()
    return text


def _replace_unstorable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {_replace_unstorable(key): _replace_unstorable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_replace_unstorable(one) for one in value]
    return value
