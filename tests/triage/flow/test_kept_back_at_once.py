"""A person keeps a mail back at the moment at which a worker takes it up, on both databases: one of them wins."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from office import Office, open_office

from triage.flow.desk import letters
from triage.flow.outbox import by_hand
from triage.flow.outbox.claims import claim
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.mail import MailState
from triage.store.tables import OutboxRow

Change = Callable[[Work, OutboxRow], object]


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    built = open_office(tmp_path, database_url)
    built.open_event()
    built.standing(Marisol_Vega="good")
    built.write("marisol@reader.example", "I will attend. My username is Marisol Vega.")
    built.decide()
    yield built
    built.runtime.engine.dispose()


def keep_back(work: Work, mail: OutboxRow) -> None:
    by_hand.keep_back(work, mail.id or 0, "a slip")


def edit(work: Work, mail: OutboxRow) -> None:
    letters.edit(work, mail.id or 0, mail.subject, mail.text + "\nMore.", mail.version)


@pytest.mark.parametrize("change", [keep_back, edit])
def test_mail_that_a_worker_took_up_meanwhile_is_not_changed_any_more(office: Office, change: Change) -> None:
    [mail] = office.mails()
    with ThreadPoolExecutor(1) as worker:
        try:
            with unit_of_work(office.runtime, "dana") as work:
                # A page reads the mail before it changes it, as pages do.
                shown = work.session.get_one(OutboxRow, mail.id)
                taking = worker.submit(claim, office.runtime)
                # PostgreSQL lets the worker pass; on SQLite it waits for us.
                wait([taking], timeout=1)
                change(work, shown)
            is_changed = True
        except ImpossibleError:
            is_changed = False
        taken = taking.result()
    [mail] = office.mails()
    is_as_read = taken is None or (taken.mail.text, mail.state) == (mail.text, MailState.SENDING)
    assert (is_as_read, mail.state == MailState.WITHHELD) == (True, is_changed and change is keep_back)
