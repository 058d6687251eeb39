from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An installation with the hour open and one account in good standing."""
    built = open_office(tmp_path, f"sqlite:///{tmp_path / 'openhour.db'}")
    built.open_event()
    built.standing(Marisol_Vega="good", Ben="good", Nightjar="locked")
    yield built
    built.runtime.engine.dispose()
