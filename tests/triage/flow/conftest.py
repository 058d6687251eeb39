from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office, open_office
from zoom import StandInZoom
from zoom_office import ZoomOffice, zoom_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An installation with the hour open and one account in good standing."""
    built = open_office(tmp_path, f"sqlite:///{tmp_path / 'openhour.db'}")
    built.open_event()
    built.standing(Marisol_Vega="good", Ben="good", Nightjar="locked")
    yield built
    built.runtime.engine.dispose()


@pytest.fixture(scope="session")
def running_zoom() -> Iterator[StandInZoom]:
    with StandInZoom() as running:
        yield running


@pytest.fixture
def door(office: Office, running_zoom: StandInZoom) -> Iterator[ZoomOffice]:
    """The same installation with a Zoom account; nobody is registered."""
    built = zoom_office(office, running_zoom)
    yield built
    built.client.close()
