from __future__ import annotations

from collections.abc import Callable

import pytest

from triage.app import act_model
from triage.model.reading import Understanding
from triage.understanding import ActModel, understand


@pytest.fixture(scope="session")
def model() -> ActModel:
    return act_model()


@pytest.fixture
def understood(model: ActModel) -> Callable[..., Understanding]:
    def read(text: str, **about: object) -> Understanding:
        return understand(text, model, **about)  # type: ignore[arg-type]  # a row of a table

    return read
