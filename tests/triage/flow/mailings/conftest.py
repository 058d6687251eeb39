from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office, open_office


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """The same on SQLite and on PostgreSQL: mailings use statements of their own."""
    built = open_office(tmp_path, database_url)
    built.open_event()
    built.standing(Marisol_Vega="good", Ben="good")
    yield built
    built.runtime.engine.dispose()
