"""Frozen values as JSON."""

from __future__ import annotations

import functools
from dataclasses import fields, is_dataclass
from typing import Any


def as_stored(value: Any) -> Any:  # noqa: ANN401 - whatever a reading holds, and JSON can hold
    """A reading as JSON: values as objects, sets as sorted lists. `dataclasses.asdict` would copy every letter."""
    if names := names_of(type(value)):  # type: ignore[arg-type] # a class is hashable; mypy asks its instances
        return {name: as_stored(getattr(value, name)) for name in names}
    if isinstance(value, frozenset):
        return sorted(value)
    return [as_stored(part) for part in value] if isinstance(value, tuple) else value


@functools.cache
def names_of(kind: type) -> tuple[str, ...]:
    """The fields of a kind of value; none of what is no dataclass."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
