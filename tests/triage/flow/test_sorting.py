"""Every message is somewhere: sorted, parked or waiting; questions are kept; people are called where it matters."""

from datetime import timedelta

from office import OURS, Office, mail
from sqlalchemy import text

from triage.flow import accounting
from triage.flow import pause as pauses
from triage.flow.rounds import watch
from triage.flow.work import unit_of_work

THREAT = "I cannot go on any more. I am going to kill myself tonight."


def sums(office: Office) -> accounting.Accounting:
    with unit_of_work(office.runtime) as work:
        return accounting.account(work)


def test_message_that_crashes_the_sorter_is_parked_and_the_next_one_taken(office: Office) -> None:
    broken = office.write("ann@reader.example", "Will there be notes on the grants policy?")
    office.write("eve@reader.example", "What does the Foundation do about harassment in chapters?")
    with office.runtime.engine.begin() as connection:
        connection.execute(text("update received set raw = x'00' where id = :id"), {"id": broken})
    office.work()
    found = sums(office)
    assert (found.parked, found.kinds["question"], found.waiting, found.differences) == (1, 1, 0, ())
    assert office.outbox() == [("receipt", "sent")]
    assert watch(office.runtime)


def test_accounting_that_does_not_add_up_says_so_and_alarms(office: Office) -> None:
    office.write("eve@reader.example", "What does the Foundation do about harassment in chapters?")
    office.work()
    assert sums(office).differences == ()
    with office.runtime.engine.begin() as connection:
        connection.execute(text("update tally set ours = ours + 1, passed = passed + 1"))
    assert sums(office).differences == ("2 messages are ours but 1 are accounted for",)
    watch(office.runtime)
    assert [sent["Subject"] for sent in office.sent() if sent["To"] == "on-call@openhour.example"] == [
        "[openhour] alarm: accounting"
    ]


def test_threat_of_harm_calls_a_person_at_once_and_again_only_after_an_hour(office: Office) -> None:
    office.write("sam@reader.example", THREAT)
    for _ in range(3):
        office.work()
        watch(office.runtime)
        office.now += timedelta(minutes=5)
    alarms = [sent for sent in office.sent() if sent["To"] == "on-call@openhour.example"]
    assert len(alarms) == 1
    assert "kill" not in alarms[0].get_content()
    assert office.case("sam@reader.example").needs_review
    assert office.outbox() == []


def test_pause_does_not_stop_alarms(office: Office) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        pauses.pause(work, "something is wrong")
    office.write("sam@reader.example", THREAT)
    office.work()
    watch(office.runtime)
    assert [sent["To"] for sent in office.sent()] == ["on-call@openhour.example"]


def test_questions_are_kept_word_for_word_and_told_back(office: Office) -> None:
    office.write(
        "eve@reader.example",
        "Dear Maggie,\n\n1. When will the U4C elections take place?\n2. Who checks the Case Review Committee?\n\nEve",
    )
    office.work()
    assert office.questions() == ["When will the U4C elections take place?", "Who checks the Case Review Committee?"]
    text_sent = office.sent()[0].get_body(("plain",)).get_content()
    assert "> When will the U4C elections take place?" in text_sent


def test_robots_are_counted_and_never_answered(office: Office) -> None:
    office.receive(mail("bot@reader.example", "I am out of office until Monday.", Auto_Submitted="auto-replied"))
    office.receive(mail(OURS, "I will attend. My username is Ben."))
    office.work()
    assert office.outbox() == []
    assert sums(office).differences == ()


def test_mail_that_answers_a_third_person_s_approval_gets_no_link_by_it(office: Office) -> None:
    office.write("marisol@reader.example", "I will attend. My username is Marisol Vega.", Message_ID="<1@x.example>")
    office.work()
    [link] = office.mails()
    office.write("thief@reader.example", "yes", "Re: CR&S", In_Reply_To=f"<{link.message_id}>")
    office.work()
    assert office.outbox("thief@reader.example") in ([], [("under-review", "sent")], [("account-request", "sent")])


def test_case_that_is_done_opens_again_with_new_mail(office: Office) -> None:
    office.write("eve@reader.example", "What does the Foundation do about harassment in chapters?")
    office.work()
    before = office.case("eve@reader.example")
    office.write("eve@reader.example", "Please lift my block on Wikipedia, the admin Xyz banned me for nothing.")
    office.work()
    after = office.case("eve@reader.example")
    assert (before.state, after.state, after.id, after.needs_review) == ("done", "open", before.id, True)
    assert after.version > before.version


def test_forged_mail_takes_no_seat_away_and_names_no_other_account(office: Office) -> None:
    office.write("marisol@reader.example", "I will attend. My username is Marisol Vega.")
    office.work()
    office.write(
        "marisol@reader.example",
        "I have to cancel, I will not be able to attend after all.",
        Authentication_Results="mx.openhour.example; dmarc=fail header.from=reader.example",
    )
    office.work()
    assert office.attendance("marisol@reader.example") == "approved"
    assert office.case("marisol@reader.example").needs_review
