"""The octets that leave, and what must never be in them."""

from __future__ import annotations

import email.message
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from intake.message import Address
from triage.compose import ComposeError, LetterFacts, build, calendar, write
from triage.model.event import JoinDetails
from triage.model.mail import JOIN_DETAILS_MARKER, Mail, Purpose

OURS = "answers@wikimedia.example"
AT = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
PLAIN = Mail(
    purpose=Purpose.RECEIPT,
    to="ann@example.org",
    subject="We have your mail",
    text="Hello,\n\nGrüße.\n\n-- \nwhy\n",
    language="en",
    message_id="token.check@wikimedia.example",
    in_reply_to="question@example.org",
    references=("first@example.org",),
)


def parsed(raw: bytes) -> email.message.EmailMessage:
    return message_from_bytes(raw, policy=email.policy.default)


@pytest.fixture
def invitation(templates: Environment, facts: LetterFacts) -> Mail:
    subject, text = write(Purpose.JOIN_DETAILS, "en", facts, templates)
    entry = calendar(facts.event, PLAIN.to, OURS, "REQUEST", "uid@wikimedia.example", AT)
    return replace(PLAIN, purpose=Purpose.JOIN_DETAILS, subject=subject, text=text, calendar=entry)


def test_a_mail_has_text_and_html_and_every_header_that_an_answer_needs(templates: Environment) -> None:
    message = parsed(build(PLAIN, OURS, None, AT, templates))
    assert dict(message.items()) | {"Content-Type": message.get_content_type()} == {
        "From": OURS,
        "To": "ann@example.org",
        "Subject": "We have your mail",
        "Date": "Tue, 01 Dec 2026 12:30:00 +0000",
        "Message-ID": "<token.check@wikimedia.example>",
        "In-Reply-To": "<question@example.org>",
        "References": "<first@example.org> <question@example.org>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
        "Content-Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "multipart/alternative",
    }
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content() == "Hello,\r\n\r\nGrüße.\r\n\r\n-- \r\nwhy"


def test_the_same_mail_is_the_same_octets(templates: Environment) -> None:
    assert build(PLAIN, OURS, None, AT, templates) == build(PLAIN, OURS, None, AT, templates)


def test_a_mail_that_we_write_first_is_auto_generated(templates: Environment) -> None:
    first = replace(PLAIN, is_reply=False, in_reply_to=None, references=())
    message = parsed(build(first, OURS, None, AT, templates))
    assert (message["Auto-Submitted"], message["In-Reply-To"], message["References"]) == ("auto-generated", None, None)


def test_long_references_are_never_encoded_nor_dropped(templates: Environment) -> None:
    ids = tuple(f"{'x' * 120}{number}@mail.example.org" for number in range(40))
    raw = build(replace(PLAIN, references=ids), OURS, None, AT, templates)
    message = parsed(raw)
    assert message["References"].split() == [f"<{each}>" for each in (*ids, "question@example.org")]
    assert b"=?" not in raw.split(b"\r\n\r\n")[0]


def test_our_own_name_stands_before_our_address(templates: Environment) -> None:
    message = parsed(build(PLAIN, Address("Conversation hour", OURS), None, AT, templates))
    assert message["From"] == "Conversation hour <answers@wikimedia.example>"


def test_unsubscribing_takes_one_click_or_one_mail(templates: Environment) -> None:
    url = "https://desk.wikimedia.example/u/" + "t" * 200
    message = parsed(build(replace(PLAIN, unsubscribe_url=url), OURS, None, AT, templates))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = "subject=unsubscribe&In-Reply-To=%3Ctoken.check%40wikimedia.example%3E"
    assert message["List-Unsubscribe"] == f"<{url}>, <mailto:{OURS}?{answer}>"


@pytest.mark.parametrize(
    "url", ["http://x.example/u", "https://x.example/a>,<mailto:e@v.example", "https://x.example/ä"]
)
def test_an_unsubscribe_link_that_breaks_out_is_an_error(templates: Environment, url: str) -> None:
    with pytest.raises(ComposeError):
        build(replace(PLAIN, unsubscribe_url=url), OURS, None, AT, templates)


def test_join_details_stand_in_text_and_html_and_nowhere_else(
    templates: Environment, invitation: Mail, join: JoinDetails
) -> None:
    message = parsed(build(invitation, OURS, join, AT, templates))
    parts = (part for part in message.walk() if not part.is_multipart())
    contents = {part.get_content_type(): str(part.get_content()).replace("\r\n", "\n") for part in parts}
    holding = {kind for kind, content in contents.items() if "82345678901" in content or "s3cr$t" in content}
    assert holding == {"text/plain", "text/html"}
    assert f"{join.join_url}\nMeeting ID: 823 4567 8901\nPasscode: s3cr$t\n" in contents["text/plain"]
    assert f'href="{join.join_url}"' in contents["text/html"]
    assert JOIN_DETAILS_MARKER not in "".join(contents.values())
    assert "82345678901" not in str(message.items())


def test_an_invitation_carries_its_calendar_entry_twice(
    templates: Environment, invitation: Mail, join: JoinDetails
) -> None:
    message = parsed(build(invitation, OURS, join, AT, templates))
    alternative, attached = message.iter_parts()
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert (message.get_content_type(), kinds) == ("multipart/mixed", ["text/plain", "text/html", "text/calendar"])
    entry = list(alternative.iter_parts())[2]
    assert dict(entry["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "invitation.ics")
    for part in (entry, attached):
        assert part.get_payload(decode=True) == invitation.calendar.encode()


@pytest.mark.parametrize(
    ("why", "change", "has_join"),
    [
        ("no details for a mail that needs them", {}, False),
        ("no place for the details", {"text": "Hello"}, True),
        ("the marker in another purpose", {"purpose": Purpose.RECEIPT}, False),
        ("details for another purpose", {"purpose": Purpose.RECEIPT, "text": "Hello"}, True),
        ("the marker in a subject", {"subject": JOIN_DETAILS_MARKER}, True),
        ("the marker in a calendar entry", {"calendar": JOIN_DETAILS_MARKER}, True),
        ("a calendar method of no kind", {"calendar_method": "REPLY"}, True),
        ("a calendar method that breaks out", {"calendar_method": "REQUEST\r\nX: y"}, True),
    ],
)
def test_the_secret_never_leaves_by_mistake(
    templates: Environment,
    invitation: Mail,
    join: JoinDetails,
    why: str,
    change: dict[str, str],
    has_join: bool,  # noqa: FBT001 # a column
) -> None:
    with pytest.raises(ComposeError):
        build(replace(invitation, **change), OURS, join if has_join else None, AT, templates)
    assert why


def test_join_details_without_a_link_are_none(templates: Environment, invitation: Mail) -> None:
    with pytest.raises(ComposeError, match="cannot be built without them"):
        build(invitation, OURS, JoinDetails(""), AT, templates)


@pytest.mark.parametrize("to", ["Eve <eve@evil.example>", "ann@example.org, eve@evil.example", "a\r\nBcc: e@v.example"])
def test_a_recipient_is_one_plain_address(templates: Environment, to: str) -> None:
    with pytest.raises(ComposeError):
        build(replace(PLAIN, to=to), OURS, None, AT, templates)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(max_size=400), subject=st.text(max_size=80))
def test_any_text_arrives_as_it_was_written(templates: Environment, text: str, subject: str) -> None:
    lines = "Hello\n" + text.replace("⟦", "[").replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
    try:
        raw = build(replace(PLAIN, text=lines, subject=subject), OURS, None, AT, templates)
    except ComposeError:
        assert any(char in subject for char in "\r\n\0")
        return
    plain = parsed(raw).get_body(("plain",))
    assert plain is not None
    payload = plain.get_payload(decode=True)
    assert payload.removesuffix(b"\r\n") == lines.strip("\n").encode("utf-8", "replace").replace(b"\n", b"\r\n")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_no_text_can_end_its_part(templates: Environment) -> None:
    raw = build(PLAIN, OURS, None, AT, templates)
    boundary = parsed(raw).get_boundary()
    attack = f"x\n--{boundary}--\n\n--{boundary}\nContent-Type: text/html\n\n<b>forged"
    message = parsed(build(replace(PLAIN, text=attack), OURS, None, AT, templates))
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
