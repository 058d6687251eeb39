"""Who is a program, and who may get an automatic answer."""

# ruff: noqa: E501  # a row of a table is one line

import pytest

from intake.automatic import automatic, no_answer
from intake.message import Automatic, NoAnswer, Own
from intake.parse import parse_headers

OWN = Own(
    addresses=frozenset(["answers@example.org"]),
    list_ids=frozenset(["answers.example.org"]),
    is_our_message_id=lambda found: found.endswith("@ours.example.org"),
)

PROGRAMS = [
    ("a vacation reply as RFC 3834 wants it", "Auto-Submitted: auto-replied\nSubject: Out of office: CR&S", "", Automatic.VACATION),
    ("an automatic reply", "Auto-Submitted: auto-replied", "Your ticket is 12.", Automatic.REPLIED),
    ("a generated mail, with a comment", "Auto-Submitted: auto-generated (cron); x=y", "", Automatic.GENERATED),
    ("an unknown keyword is a program", "Auto-Submitted: auto-notified", "", Automatic.GENERATED),
    ("a delivery report", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", Automatic.DELIVERY_STATUS),
    ("a read receipt", "Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "", Automatic.DISPOSITION),
    ("a complaint", "Content-Type: multipart/report; report-type=feedback-report; boundary=b", "", Automatic.FEEDBACK),
    ("a bounce without form", "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender", "", Automatic.DELIVERY_STATUS),
    ("a bounce of Exim", "X-Failed-Recipients: a@example.com\nSubject: Mail delivery failed", "", Automatic.DELIVERY_STATUS),
    ("an autoresponder's field", "X-Autoreply: yes", "", Automatic.REPLIED),
    ("Precedence of an autoresponder", "Precedence: auto_reply", "", Automatic.REPLIED),
    ("bulk", "Precedence: bulk", "", Automatic.BULK),
    ("an address that nobody reads", "From: no-reply@example.com", "", Automatic.GENERATED),
    ("a challenge", "Subject: Your email requires verification verify#abc", "", Automatic.CHALLENGE),
    ("a challenge in words", "Subject: Re: CR&S", "Please click the link below to confirm that you are a human.", Automatic.CHALLENGE),
    ("Outlook's subject", "Subject: Automatic reply: CR&S", "", Automatic.VACATION),
    ("German subject", "Subject: Abwesenheitsnotiz: CR&S", "", Automatic.VACATION),
    ("French subject", "Subject: =?utf-8?q?R=C3=A9ponse_automatique_=3A_CR=26S?=", "", Automatic.VACATION),
    ("Chinese subject", "Subject: 自动回复: CR&S", "", Automatic.VACATION),
    ("English text alone", "Subject: Re: CR&S", "Thank you for your mail. I am out of the office until 5 January with limited access to email.", Automatic.VACATION),
    ("German text alone", "Subject: Re: CR&S", "Ich bin bis zum 5. Januar nicht im Büro. In dringenden Fällen wenden Sie sich an Frau Muster.", Automatic.VACATION),
    ("Spanish text alone", "Subject: Re: CR&S", "Estoy fuera de la oficina hasta el 5 de enero.", Automatic.VACATION),
    ("French text alone", "Subject: Re: CR&S", "Je suis absent du bureau jusqu'au 5 janvier. En cas d'urgence, écrivez à mon collègue.", Automatic.VACATION),
    ("Russian text alone", "Subject: Re: CR&S", "Здравствуйте! Я в отпуске до 5 января.", Automatic.VACATION),
    ("Arabic text alone", "Subject: Re: CR&S", "أنا في إجازة حتى 5 يناير.", Automatic.VACATION),
    ("Japanese text alone", "Subject: Re: CR&S", "休暇をいただいており、1月5日まで不在にしております。", Automatic.VACATION),
    ("Portuguese text alone", "Subject: Re: CR&S", "Estou de férias até 5 de janeiro.", Automatic.VACATION),
    ("Polish text alone", "Subject: Re: CR&S", "Jestem na urlopie do dnia 5 stycznia.", Automatic.VACATION),
    ("Hebrew text alone", "Subject: Re: CR&S", "אני בחופשה עד 5 בינואר.", Automatic.VACATION),
    ("Vietnamese text alone", "Subject: Re: CR&S", "Tôi đang nghỉ phép cho đến ngày 5 tháng 1.", Automatic.VACATION),
    ("Indonesian text alone", "Subject: Re: CR&S", "Saya sedang cuti sampai 5 Januari.", Automatic.VACATION),
    ("Swahili text alone", "Subject: Re: CR&S", "Niko likizo hadi tarehe 5 Januari.", Automatic.VACATION),
    ("Korean text alone", "Subject: Re: CR&S", "1월 5일까지 휴가입니다.", Automatic.VACATION),
    ("Chinese text alone", "Subject: Re: CR&S", "我正在休假，1月5日返回。", Automatic.VACATION),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "header", "text", "expected"), PROGRAMS)
def test_program_is_known(kind: str, header: str, text: str, expected: Automatic) -> None:
    header = header if "From:" in header else f"From: ann@example.com\n{header}"
    headers = parse_headers(f"{header}\n\n".encode())
    found = automatic(headers, text, OWN)
    assert found is expected, kind
    assert no_answer(headers, OWN, found) is NoAnswer.AUTOMATIC


PEOPLE = [
    ("Auto-Submitted: no is a person", "Auto-Submitted: no\nSubject: Automatic reply to vandalism", "I come."),
    ("a list copy is a person's", "List-Id: <wikimedia-l.lists.example.org>\nPrecedence: list", "I come."),
    ("Suppress proves nothing", "X-Auto-Response-Suppress: All", "I come."),
    ("our own group's bulk", "List-Id: Answers <answers.example.org>\nPrecedence: bulk", "I come."),
    ("somebody away who asks", "Subject: CR&S", "I am out of the office until Monday, could you send me the recording?"),
    ("somebody on holiday who asks without a question mark", "Subject: CR&S", "I will be on vacation until Sunday but would like to attend."),
    ("a German on holiday", "Subject: CR&S", "Ich bin bis zum 5. im Urlaub, möchte aber teilnehmen."),
    ("a subject that begins with a holiday", "Subject: On vacation - question for Maggie", "My question: who decides?"),
    ("a question about automatic replies", "Subject: CR&S", "Why does emergency@ only send an automatic reply?"),
    ("a null sender alone", "Return-Path: <>\nSubject: CR&S", "I come."),
    ("a reply to an automatic reply", "Subject: Re: Automatic reply: CR&S", "Thanks, see you there."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "header", "text"), PEOPLE)
def test_person_is_a_person(kind: str, header: str, text: str) -> None:
    assert automatic(parse_headers(f"From: ann@example.com\n{header}\n\n".encode()), text, OWN) is None, kind


REFUSALS = [
    ("an ordinary person", "From: ann@example.com", None),
    ("no author", "To: answers@example.org", NoAnswer.NO_AUTHOR),
    ("our own address", "From: Answers <answers@example.org>", NoAnswer.OWN_ADDRESS),
    ("our own Message-ID", "From: ann@example.com\nMessage-ID: <1@ours.example.org>", NoAnswer.OWN_ADDRESS),
    ("our loop mark", "From: ann@example.com\nX-Loop: answers@example.org", NoAnswer.OWN_ADDRESS),
    ("a null sender", "From: ann@example.com\nReturn-Path: <>", NoAnswer.NULL_SENDER),
    ("a list", "From: ann@example.com\nList-Id: <wikimedia-l.lists.example.org>", NoAnswer.LIST),
    ("a list by its other fields", "From: ann@example.com\nList-Unsubscribe: <mailto:u@example.org>", NoAnswer.LIST),
    ("a list by its address", "From: wikimedia-l-request@example.com", NoAnswer.LIST),
    ("our own group", "From: ann@example.com\nList-Id: <Answers.example.org>\nList-Unsubscribe: <mailto:u@example.org>\nPrecedence: list", None),
    ("another list, then our group", "From: ann@example.com\nList-Id: <answers.example.org>\nList-Id: <x.example.org>", NoAnswer.LIST),
    ("suppressed", "From: ann@example.com\nX-Auto-Response-Suppress: DR, AutoReply", NoAnswer.SUPPRESS),
    ("suppressed for receipts only", "From: ann@example.com\nX-Auto-Response-Suppress: DR, RN", None),
    ("a postmaster", "From: postmaster@example.com", NoAnswer.AUTOMATIC),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "header", "expected"), REFUSALS)
def test_answer_is_refused_with_its_reason(kind: str, header: str, expected: NoAnswer | None) -> None:
    headers = parse_headers(f"{header}\n\n".encode())
    assert no_answer(headers, OWN, automatic(headers, "", OWN)) is expected, kind
