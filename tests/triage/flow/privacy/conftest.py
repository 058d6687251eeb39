from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from office import HOUR, JOIN, Office, open_office


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """An installation on either database; one seat, one account in good standing."""
    built = open_office(tmp_path, database_url)
    built.open_event(replace(HOUR, capacity=1), JOIN)
    built.standing(Marisol_Vega="good", Ben="good")
    yield built
    built.runtime.engine.dispose()
