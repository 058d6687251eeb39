from collections.abc import Iterator
from pathlib import Path

import pytest
from inbox import Inbox
from installation import Installation, write_config
from smtp_faulty import FaultySmtp

from triage.app import open_app
from triage.config import read


@pytest.fixture
def installation(inbox: Inbox, tmp_path: Path, database_url: str) -> Iterator[Installation]:
    """The same journey on SQLite and on PostgreSQL."""
    with FaultySmtp(tmp_path) as smtp:
        configuration = read(write_config(tmp_path, inbox, smtp.port, database_url))
        app = open_app(configuration)
        yield Installation(inbox, smtp, configuration, app)
        app.close()
