"""The stand-in for Zoom, and a client that asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from zoom import StandInZoom
from zoom_http import ACCOUNT, CLIENT, SECRET

from triage.zoom import Credentials, Patience, Zoom


@pytest.fixture(scope="session")
def running_zoom() -> Iterator[StandInZoom]:
    with StandInZoom() as running:
        yield running


@pytest.fixture
def server(running_zoom: StandInZoom) -> StandInZoom:
    """An account with one meeting, approval by hand, nobody registered."""
    running_zoom.begin_anew()
    return running_zoom


@pytest.fixture
def client(server: StandInZoom) -> Iterator[Zoom]:
    made = Zoom(server.api, Credentials(ACCOUNT, CLIENT, SECRET), Patience(timeout=0.5, rest=0.0))
    yield made
    made.close()
