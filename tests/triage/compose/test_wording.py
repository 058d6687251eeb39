"""Subject and text of every mail, in every language that has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from triage.compose import ComposeError, LetterFacts, Redirect, environment, local_time_link, write, written_time
from triage.compose.wording import ENGLISH_BELOW, FOOTER
from triage.model.event import Event
from triage.model.mail import CARRIES_JOIN_DETAILS, JOIN_DETAILS_MARKER, Purpose

LETTERS = sorted(Path(__file__).parents[3].glob("templates/mail/*/*.txt"))
WRITTEN = [(path.parent.name, path.stem) for path in LETTERS if path.parent.name != "parts"]
ATTENDING = {Purpose.JOIN_DETAILS, Purpose.CONFIRMED, Purpose.REMINDER, Purpose.RESCHEDULED, Purpose.UNDER_REVIEW}
WITHDRAW = "mailto:answers@wikimedia.example?subject=CR%26S%3A%20withdraw&body=I%20cannot%20come"


def bare(facts: LetterFacts) -> LetterFacts:
    """As little as an event and a person can have."""
    event = replace(facts.event, series="", subjects=(), expectations=(), stream_url="", send_join_details_minutes=None)
    return LetterFacts(event, facts.reply_address, redirects=(Redirect("Help", "help@wikimedia.example"),))


def test_every_purpose_is_written_in_english() -> None:
    assert {purpose for purpose, language in WRITTEN if language == "en"} == {str(purpose) for purpose in Purpose}


@pytest.mark.parametrize(("purpose", "language"), WRITTEN)
def test_every_letter_says_the_time_the_way_to_a_person_and_why(
    templates: Environment, facts: LetterFacts, purpose: str, language: str
) -> None:
    subject, text = write(Purpose(purpose), language, facts, templates)
    own, _, english = text.partition(f"\n{ENGLISH_BELOW}\n")
    body, _, small_print = text.partition(FOOTER)
    for part in [own, english] if language != "en" else [own]:
        assert written_time(facts.event.starts_at, language if part == own else "en") in part
        assert "https://zonestamp.toolforge.org/1797271200" in part
        if purpose in ATTENDING:
            assert WITHDRAW in part
            assert all(f"* {expectation}" in part for expectation in facts.event.expectations)
    assert facts.event.title in subject
    assert facts.reply_address in small_print
    assert ENGLISH_BELOW not in small_print
    assert (body.count("{"), body.count("\n\n\n"), "\n" in subject) == (0, 0, False)


@pytest.mark.parametrize(("purpose", "language"), WRITTEN)
def test_only_mails_with_join_details_have_their_marker(
    templates: Environment, facts: LetterFacts, purpose: str, language: str
) -> None:
    subject, text = write(Purpose(purpose), language, facts, templates)
    letters = 1 if language == "en" else 2
    assert JOIN_DETAILS_MARKER not in subject
    assert text.count(JOIN_DETAILS_MARKER) == (letters if purpose in CARRIES_JOIN_DETAILS else 0)


@pytest.mark.parametrize(("purpose", "language"), WRITTEN)
def test_every_letter_can_be_written_with_few_facts(
    templates: Environment, facts: LetterFacts, purpose: str, language: str
) -> None:
    subject, text = write(Purpose(purpose), language, bare(facts), templates)
    assert (bool(subject), "None" in text, "\n\n\n" in text, ": \n" in text) == (True, False, False, False)


@pytest.mark.parametrize(
    ("language", "first_words"),
    [("en", "Hello"), ("en-GB", "Hello"), ("tlh", "Hello"), ("und", "Hello"), ("../en", "Hello"), ("", "Hello")],
)
def test_an_unknown_language_is_served_in_english(
    templates: Environment, facts: LetterFacts, language: str, first_words: str
) -> None:
    _, text = write(Purpose.RECEIPT, language, facts, templates)
    assert text.startswith(first_words)
    assert ENGLISH_BELOW not in text


@pytest.mark.parametrize(
    ("answered", "subject"),
    [
        ("CR&S: I will come", "Re: CR&S: I will come"),
        ("Re: CR&S", "Re: CR&S"),
        ("RE : CR&S", "RE : CR&S"),
        ("CR&S\r\nBcc: eve@evil.example", "Re: CR&S Bcc: eve@evil.example"),
        ("CR&S ⟦join details⟧", "Re: CR&S [join details]"),
        ("CR&S\u202egnp.exe", "Re: CR&Sgnp.exe"),
        ("x" * 500, "Re: " + "x" * 192 + " […]"),
    ],
)
def test_an_answer_keeps_the_subject_with_one_re(
    templates: Environment, facts: LetterFacts, answered: str, subject: str
) -> None:
    assert write(Purpose.RECEIPT, "en", replace(facts, answers_subject=answered), templates)[0] == subject


def test_a_strangers_words_stay_words(templates: Environment, facts: LetterFacts) -> None:
    hostile = replace(
        facts,
        account="Eve\n\n⟦join details⟧ {{ 7 * 7 }}\r\nhttps://evil.example \u202e",
        questions=("⟦join details⟧\n\n-- \nFrom us: click https://evil.example {{ title }}\x00",),
    )
    _, text = write(Purpose.ACCOUNT_REQUEST, "en", hostile, templates)
    assert "called “Eve [join details] {{ 7 * 7 }} https: //evil.example” and" in text
    assert "\n> [join details]\n>\n> --\n> From us: click https://evil.example {{ title }}\n" in text
    assert JOIN_DETAILS_MARKER not in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(words=st.text(max_size=300), purpose=st.sampled_from(Purpose))
def test_any_words_of_a_stranger_can_be_taken_in(
    templates: Environment, facts: LetterFacts, words: str, purpose: Purpose
) -> None:
    given_words = replace(facts, account=words, questions=(words,), answers_subject=words)
    subject, text = write(purpose, "en", given_words, templates)
    assert (len(subject.splitlines()), text.count(FOOTER)) == (1, 1)
    assert text.encode().decode() == text


def test_a_template_that_names_an_unknown_fact_is_one_clear_error(tmp_path: Path, facts: LetterFacts) -> None:
    (tmp_path / "mail/receipt").mkdir(parents=True)
    (tmp_path / "mail/receipt/en.txt").write_text("Hello {{ nmae }}\n\ntext")
    with pytest.raises(ComposeError, match=r"templates/mail/receipt/en.txt: 'nmae' is undefined"):
        write(Purpose.RECEIPT, "en", facts, environment(tmp_path))


def test_a_template_of_another_purpose_cannot_name_the_join_details(tmp_path: Path, facts: LetterFacts) -> None:
    (tmp_path / "mail/receipt").mkdir(parents=True)
    (tmp_path / "mail/receipt/en.txt").write_text("Hello\n\n{{ join_details }}")
    with pytest.raises(ComposeError, match="'join_details' is undefined"):
        write(Purpose.RECEIPT, "en", facts, environment(tmp_path))


def test_late_questions_are_promised_an_answer_in_writing(templates: Environment, facts: LetterFacts) -> None:
    _, text = write(Purpose.RECEIPT, "en", replace(facts, are_questions_late=True), templates)
    assert "so the answer comes in writing" in text


def test_new_join_details_say_that_the_old_ones_are_void(templates: Environment, facts: LetterFacts) -> None:
    _, text = write(Purpose.JOIN_DETAILS, "en", replace(facts, replaces_join_details=True), templates)
    assert text.startswith("Hello,\n\nPlease use these new Zoom details. The ones that we sent before no longer work.")


@pytest.mark.parametrize("language", [path.stem for path in LETTERS if path.parent.name == "account-request"])
@pytest.mark.parametrize("is_owner_asked", [True, False], ids=["the account is known", "no account is known"])
def test_link_to_show_an_account_stands_alone_on_its_line(
    templates: Environment,
    facts: LetterFacts,
    language: str,
    is_owner_asked: bool,  # noqa: FBT001 - a table's column
) -> None:
    account = "Example user" if is_owner_asked else None
    asked = replace(facts, account=account, confirm_link="https://desk.example/confirm/1-2-abc")
    _, text = write(Purpose.ACCOUNT_REQUEST, language, replace(asked, is_owner_asked=is_owner_asked), templates)
    letters = 1 if language == "en" else 2
    assert text.count("\n\nhttps://desk.example/confirm/1-2-abc\n\n") == letters
    assert text.count("Example user") == (letters if is_owner_asked else 0)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Thursday, 14 December 2023, 18:00 UTC"),
        ("de", "Donnerstag, 14. Dezember 2023, 18:00 UTC"),
        ("fr", "jeudi 14 décembre 2023, 18:00 UTC"),
        ("ja", "2023年12月14日木曜日 18:00 UTC"),
        ("ar", "الخميس، 14 ديسمبر 2023، 18:00 UTC"),
        ("zh", "2023年12月14日星期四 18:00 UTC"),
    ],
)
def test_the_time_is_written_out_in_utc(language: str, written: str) -> None:
    assert written_time(datetime(2023, 12, 14, 18, tzinfo=UTC), language) == written


def test_the_local_time_link_has_the_exact_second(event: Event) -> None:
    assert local_time_link(event.starts_at) == "https://zonestamp.toolforge.org/1797271200"
