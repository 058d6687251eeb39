"""One registrant and one link per person, and what Zoom says instead."""

from datetime import UTC, datetime, timedelta

import pytest
from zoom import HOST, StandInZoom
from zoom_faults import ERROR_PAGE, TOO_FAST, Fault, no
from zoom_meetings import NUMBER, StandInRegistrant

from triage.zoom import Action, Guest, Meeting, Registrant, Status, Zoom, ZoomError
from triage.zoom import Fault as Faults

ANN = Guest("ann@reader.example", "Guest 1")
MIDNIGHT = datetime(2026, 12, 4, tzinfo=UTC)

START = datetime(2026, 12, 3, 18, tzinfo=UTC)
"""As the stand-in's meeting is set up."""


def said_by(client: Zoom, guest: Guest = ANN) -> ZoomError:
    with pytest.raises(ZoomError) as caught:
        client.add(NUMBER, guest)
    return caught.value


def test_added_person_gets_a_link_of_their_own(server: StandInZoom, client: Zoom) -> None:
    ann, ben = client.add(NUMBER, ANN), client.add(NUMBER, Guest("ben@reader.example", "Ben"))
    assert ann == Registrant("reg1abc", "", server.link_of("ann@reader.example"))
    assert (ann.may_join, ann.join_url != ben.join_url) == (True, True)
    assert server.asked("POST", "/registrants") == [
        {"email": "ann@reader.example", "first_name": "Guest", "last_name": "1", "auto_approve": True},
        {"email": "ben@reader.example", "first_name": "Ben", "auto_approve": True},
    ]


def test_same_address_again_is_the_same_registrant(client: Zoom) -> None:
    assert client.add(NUMBER, ANN) == client.add(NUMBER, ANN)


def test_registrant_without_a_link_is_pending(server: StandInZoom, client: Zoom) -> None:
    server.ignores_auto_approve = True
    assert not client.add(NUMBER, ANN).may_join
    assert client.registrants(NUMBER, Status.PENDING) == (
        Registrant("reg1abc", "ann@reader.example", "", Status.PENDING),
    )


NOES = [
    (no(400, 3027, "Host can not register."), Faults.HOST),
    (no(400, 3043, "Meeting has reached maximum attendee capacity: 4999."), Faults.FULL),
    (no(400, 3035, "Webinar has reached maximum attendee capacity."), Faults.FULL),
    (no(404, 3000, "The limit for the number of attendees has been reached."), Faults.FULL),
    (no(404, 3000, "Cannot access webinar info."), Faults.NOT_OURS),
    (no(400, 3038, "Meeting is over."), Faults.OVER),
    (no(404, 3001, "Meeting does not exist: 1."), Faults.NOT_FOUND),
    (no(404, 300, "Meeting is not found or has expired."), Faults.NOT_FOUND),
    (no(404, 300, "Registration has not been enabled for this meeting: 1."), Faults.REGISTRATION_OFF),
    (no(404, 404, "Registration has not been enabled for this meeting: 1."), Faults.REGISTRATION_OFF),
    (Fault(400, {"code": 300, "errors": [{"field": "email", "message": "Invalid"}]}), Faults.ADDRESS),
    (no(400, 3034, "Please enter your work email address."), Faults.ADDRESS),
    (no(400, 3051, "Please enter your work email address."), Faults.ADDRESS),
    (no(404, 1001, "User does not exist: 1."), Faults.NOT_OURS),
    (no(400, 1010, "User does not belong to this account: 1."), Faults.NOT_OURS),
    (no(400, 200, "Only available for paid users: 1."), Faults.NOT_OURS),
    (no(400, 3003, "You're not the meeting host."), Faults.NOT_OURS),
    (no(400, 4711, "Invalid access token, does not contain scopes."), Faults.SCOPE),
    (no(400, 4700, "Token cannot be empty."), Faults.SCOPE),
    (TOO_FAST, Faults.RATE),
    (ERROR_PAGE, Faults.UNREACHABLE),
    (Fault(hangs_up=True), Faults.UNREACHABLE),
    (Fault(200, {"id": 1}, seconds=0.7), Faults.UNREACHABLE),
    (no(400, 9999, "Something new for ann@reader.example."), Faults.UNEXPECTED),
    (Fault(302, None, (("Location", "https://elsewhere.example/"),)), Faults.UNEXPECTED),
    (Fault(201, {"id": 1, "join_url": "https://zoom.example/w/1"}), Faults.UNEXPECTED),
    (Fault(201, {"registrant_id": "a", "join_url": "javascript:alert(1)"}), Faults.UNEXPECTED),
    (Fault(201, None), Faults.UNEXPECTED),
]


@pytest.mark.parametrize(("answer", "fault"), NOES, ids=[f"{it[0].status}-{it[1]}-{n}" for n, it in enumerate(NOES)])
def test_every_no_has_its_fault_and_names_nobody(
    server: StandInZoom, client: Zoom, answer: Fault, fault: Faults
) -> None:
    server.faults.append(answer)
    error = said_by(client)
    assert (error.fault, "ann@" in str(error), "ann@" in repr(error)) == (fault, False, False)


def test_host_cannot_register(client: Zoom) -> None:
    assert said_by(client, Guest(HOST, "Host")).fault is Faults.HOST


def test_address_that_is_too_long_is_not_sent(server: StandInZoom, client: Zoom) -> None:
    error = said_by(client, Guest("a" * 120 + "@reader.example", "Guest 1"))
    assert (error.fault, server.requests) == (Faults.ADDRESS, [])


def test_fourth_add_of_a_day_waits_until_midnight(server: StandInZoom, client: Zoom) -> None:
    for _ in range(3):
        client.add(NUMBER, ANN)
    error = said_by(client)
    assert (error.fault, error.until, error.status, error.code) == (Faults.DAILY_LIMIT, MIDNIGHT, 429, 429)


def test_daily_limit_is_known_by_its_words_where_headers_are_missing(server: StandInZoom, client: Zoom) -> None:
    server.says_retry_after = False
    for _ in range(3):
        client.add(NUMBER, ANN)
    assert [said_by(client).fault, said_by(client).until] == [Faults.DAILY_LIMIT, None]


def test_token_is_asked_once_and_again_once_when_it_has_ended(server: StandInZoom, client: Zoom) -> None:
    client.add(NUMBER, ANN)
    client.add(NUMBER, ANN)
    before = len(server.asked("TOKEN"))
    server.end_tokens()
    client.meeting(NUMBER)
    assert (before, len(server.asked("TOKEN")), len(server.asked("GET"))) == (1, 2, 2)


@pytest.mark.parametrize("answer", [no(401, 124, "Invalid access token."), no(400, 201, "Invalid api key or secret.")])
def test_token_that_stays_refused_is_a_matter_of_credentials(server: StandInZoom, client: Zoom, answer: Fault) -> None:
    server.faults.extend([answer, answer])
    assert said_by(client).fault is Faults.CREDENTIALS
    assert len(server.asked("TOKEN")) == 2


def test_wrong_secret_is_said_without_the_secret(server: StandInZoom, client: Zoom) -> None:
    server.knows_secret = "another"
    error = said_by(client)
    assert (error.fault, "s3cret" in repr(error)) == (Faults.CREDENTIALS, False)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (Fault(503, None, to="TOKEN"), Faults.UNREACHABLE),
        (Fault(429, {"reason": "too fast"}, to="TOKEN"), Faults.RATE),
        (Fault(200, {"token_type": "bearer"}, to="TOKEN"), Faults.UNEXPECTED),
        (Fault(200, {"access_token": "two\nlines"}, to="TOKEN"), Faults.UNEXPECTED),
    ],
)
def test_token_server_in_trouble(server: StandInZoom, client: Zoom, answer: Fault, fault: Faults) -> None:
    server.faults.append(answer)
    assert said_by(client).fault is fault


def test_whole_list_is_read_page_by_page(server: StandInZoom, client: Zoom) -> None:
    server.page = 2
    for number in range(5):
        client.add(NUMBER, Guest(f"p{number}@reader.example", f"Guest {number}"))
    listed = client.registrants(NUMBER, Status.APPROVED)
    assert [it.email for it in listed] == [f"p{number}@reader.example" for number in range(5)]
    assert [it.join_url for it in listed] == [server.link_of(it.email) for it in listed]


@pytest.mark.parametrize(
    "page",
    [{"registrants": None}, {"registrants": ["x"]}, {"registrants": [{"email": "a@b.example"}]}, {}],
)
def test_list_that_cannot_be_read_is_an_error_not_a_short_list(
    server: StandInZoom, client: Zoom, page: dict[str, object]
) -> None:
    server.faults.append(Fault(200, page))
    with pytest.raises(ZoomError) as caught:
        client.registrants(NUMBER, Status.APPROVED)
    assert caught.value.fault is Faults.UNEXPECTED


def test_list_that_never_ends_is_given_up(server: StandInZoom, client: Zoom) -> None:
    server.faults.extend([Fault(200, {"registrants": [], "next_page_token": "again"})] * 50)
    with pytest.raises(ZoomError) as caught:
        client.registrants(NUMBER, Status.APPROVED)
    assert (caught.value.fault, len(server.asked("GET"))) == (Faults.UNEXPECTED, 40)


def test_cancelling_takes_thirty_at_a_time(server: StandInZoom, client: Zoom) -> None:
    server.meeting.registrants = [
        StandInRegistrant(f"r{n}", f"p{n}@reader.example", ("Guest", str(n)), "approved", f"tk{n}") for n in range(31)
    ]
    client.change(NUMBER, Action.CANCEL, client.registrants(NUMBER, Status.APPROVED))
    assert [len(it["registrants"]) for it in server.asked("PUT")] == [30, 1]
    assert set(server.people().values()) == {"cancelled"}


def test_status_changes_are_limited_by_the_day(server: StandInZoom, client: Zoom) -> None:
    ann = client.add(NUMBER, ANN)
    for _ in range(10):
        client.change(NUMBER, Action.CANCEL, [ann])
    with pytest.raises(ZoomError) as caught:
        client.change(NUMBER, Action.CANCEL, [ann])
    assert (caught.value.fault, caught.value.until) == (Faults.DAILY_LIMIT, MIDNIGHT)


@pytest.mark.parametrize(
    ("approval_type", "has_start", "after"),
    [
        (0, True, Meeting(1, sends_mails=False, starts_at=START)),
        (2, True, Meeting(1, sends_mails=False, starts_at=START)),
        (0, False, Meeting(0, sends_mails=False, starts_at=START)),
    ],
    ids=["everybody at once", "no registration", "Zoom drops it without a word"],
)
def test_guarding_a_meeting_says_how_it_stands_afterwards(
    server: StandInZoom,
    client: Zoom,
    approval_type: int,
    has_start: bool,  # noqa: FBT001 - a table's column
    after: Meeting,
) -> None:
    server.meeting.approval_type, server.meeting.has_start, server.meeting.sends_mails = approval_type, has_start, True
    assert client.meeting(NUMBER) == Meeting(approval_type, sends_mails=True, starts_at=START)
    assert client.guard(NUMBER) == after


@pytest.mark.parametrize("settings", [{"approval_type": "1"}, {"approval_type": True}, {}, None])
def test_meeting_that_says_nothing_is_not_taken_for_guarded(
    server: StandInZoom, client: Zoom, settings: object
) -> None:
    server.faults.append(Fault(200, {"settings": settings}))
    meeting = client.meeting(NUMBER)
    assert (meeting, meeting.is_guarded) == (Meeting(None, sends_mails=True), False)


def test_nothing_of_a_person_stands_in_an_address_line_or_a_repr(server: StandInZoom, client: Zoom) -> None:
    added = client.add(NUMBER, ANN)
    listed = client.registrants(NUMBER, Status.APPROVED)
    seen = " ".join([*(path for _, path, _ in server.requests), repr(added), repr(listed), repr(ANN)])
    assert [word for word in ("ann", "tk1", "pwd", "Guest 1") if word in seen] == []


def test_meeting_gets_another_start_and_is_read_back(server: StandInZoom, client: Zoom) -> None:
    moved = client.move(NUMBER, START + timedelta(days=11), 90)
    asked = {"start_time": "2026-12-14T18:00:00Z", "duration": 90, "timezone": "UTC"}
    assert (server.asked("PATCH"), moved.starts_at) == ([asked], START + timedelta(days=11))


def test_start_that_zoom_drops_without_a_word_is_seen(server: StandInZoom, client: Zoom) -> None:
    server.ignores_changes = True
    assert client.move(NUMBER, START + timedelta(days=11), 60).starts_at == START
