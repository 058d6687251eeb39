"""The SMTP server with faults, for every test of couriers."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _module(name: str) -> ModuleType:
    path = Path(__file__).parents[2] / "servers" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def smtp_faulty() -> ModuleType:
    return _module("smtp_faulty")


@pytest.fixture
def server(smtp_faulty: ModuleType, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Starts a server with the given settings; all are stopped at the end."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(smtp_faulty.FaultySmtp(folder=tmp_path, **settings))
