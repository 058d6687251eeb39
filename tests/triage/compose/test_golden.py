"""Whole mails, octet for octet: what a person receives, for every purpose.

Nothing in a mail is random, so the expected files have no wildcards. After a deliberate change of a text run
`OPENHOUR_GOLDEN=write pytest tests/triage/compose/test_golden.py` and read the difference.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Environment

from intake.message import Address
from triage.compose import LetterFacts, build, calendar, write
from triage.model.event import JoinDetails
from triage.model.mail import CARRIES_JOIN_DETAILS, Mail, Purpose

GOLDEN = Path(__file__).parents[2] / "golden"
OURS, ANN = "answers@wikimedia.example", "ann@example.org"
AT = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
INVITING = {Purpose.JOIN_DETAILS, Purpose.CONFIRMED, Purpose.RESCHEDULED}
CANCELLING = {Purpose.WITHDRAWN, Purpose.CANCELLED}
MAILINGS = {Purpose.FOLLOW_UP, Purpose.MAILING}
WE_WRITE_FIRST = {Purpose.REMINDER, Purpose.RESCHEDULED, Purpose.CANCELLED} | MAILINGS
CASES = [(purpose, "en") for purpose in Purpose] + [
    (Purpose.JOIN_DETAILS, "ar"),
    (Purpose.ACCOUNT_REQUEST, "de"),
    (Purpose.RECEIPT, "ja"),
    (Purpose.MAILING, "ar"),
    (Purpose.FOLLOW_UP, "de"),
]
CONFIRMING = ["ar", "de", "en"]
"""Languages in which the account request with a personal link is kept whole."""


def mail(purpose: Purpose, language: str, facts: LetterFacts, templates: Environment) -> Mail:
    """The stored mail, as an answer to a question or as one that we write first."""
    is_reply = purpose not in WE_WRITE_FIRST
    asked = replace(facts, answers_subject="CR&S: I will come" if is_reply and purpose not in INVITING else "")
    event = replace(facts.event, revision=2) if purpose is Purpose.RESCHEDULED else facts.event
    method = "CANCEL" if purpose in CANCELLING else "REQUEST"
    entry = calendar(event, ANN, OURS, method, "4f1d@wikimedia.example", AT)
    subject, text = write(purpose, language, asked, templates)
    return Mail(
        purpose=purpose,
        to=ANN,
        subject=subject,
        text=text,
        language=language,
        message_id=f"{purpose}.{language}@wikimedia.example",
        in_reply_to="asked.2@example.org" if is_reply else None,
        references=("asked.1@example.org",) if is_reply else (),
        calendar=entry if purpose in INVITING | CANCELLING else "",
        calendar_method=method,
        is_reply=is_reply,
        unsubscribe_url="https://desk.wikimedia.example/u/token" if purpose in MAILINGS else "",
        unsubscribe_subject="CR&S: unsubscribe token" if purpose in MAILINGS else "",
    )


@pytest.mark.parametrize(("purpose", "language"), CASES, ids=[f"{purpose}.{language}" for purpose, language in CASES])
def test_a_whole_mail_is_as_expected(
    templates: Environment, facts: LetterFacts, join: JoinDetails, purpose: Purpose, language: str
) -> None:
    secret = join if purpose in CARRIES_JOIN_DETAILS else None
    ours = Address("CR&S conversation hour", OURS)
    raw = build(mail(purpose, language, facts, templates), ours, secret, AT, templates)
    expected = GOLDEN / f"{purpose}.{language}.eml"
    if os.environ.get("OPENHOUR_GOLDEN") == "write":
        expected.write_bytes(raw)
    assert raw == expected.read_bytes()


@pytest.mark.parametrize("language", CONFIRMING)
def test_a_whole_mail_with_the_link_to_show_an_account_is_as_expected(
    templates: Environment, facts: LetterFacts, language: str
) -> None:
    page = "https://desk.wikimedia.example/confirm/1-2a-mfrggzdfmztwq2lknnwg23tpob"
    asked = replace(facts, questions=(), confirm_link=page, is_owner_asked=True)
    ours = Address("CR&S conversation hour", OURS)
    raw = build(mail(Purpose.ACCOUNT_REQUEST, language, asked, templates), ours, None, AT, templates)
    expected = GOLDEN / f"account-request-confirm.{language}.eml"
    if os.environ.get("OPENHOUR_GOLDEN") == "write":
        expected.write_bytes(raw)
    assert raw == expected.read_bytes()


def test_no_expected_mail_is_left_over() -> None:
    names = {path.name for path in GOLDEN.glob("*.eml")}
    confirming = {f"account-request-confirm.{language}.eml" for language in CONFIRMING}
    assert names == confirming | {f"{purpose}.{language}.eml" for purpose, language in CASES}
