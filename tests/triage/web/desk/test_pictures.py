import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import START

from triage.flow.work import unit_of_work
from triage.model.staff import Role
from triage.store.tables import AttendanceRow
from triage.web.desk import pictures
from triage.web.desk.pictures.arrivals import counts, edges_around
from triage.web.desk.pictures.drawing import HEIGHT, WIDTH, round_top, share
from triage.web.desk.pictures.waits import length

DEADLINE = datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
AT = int(DEADLINE.timestamp())
NOW = DEADLINE - timedelta(hours=2)


@given(
    first=st.integers(0, 10**7), more=st.integers(0, 10**7), deadline=st.integers(-(10**7), 10**8).map(lambda n: AT + n)
)
def test_deadline_is_between_two_columns_wherever_it_lies(first, more, deadline) -> None:
    begin = deadline - first
    edges = edges_around(begin, max(begin + more, deadline), deadline)
    widths = {after - before for before, after in pairwise(edges)}
    assert deadline in edges
    assert edges[0] < begin <= max(begin + more, deadline) <= edges[-1]
    assert len(widths) == 1
    assert len(edges) < 60


@given(
    moments=st.dictionaries(st.integers(AT - 10**6, AT + 10**5), st.integers(1, 9), min_size=1),
)
def test_every_arrival_stands_in_one_column(moments) -> None:
    edges = edges_around(min(*moments, AT), max(*moments, AT), AT)
    found = counts(moments, edges)
    late = edges.index(AT)
    assert sum(found) == sum(moments.values())
    assert sum(found[late:]) == sum(count for moment, count in moments.items() if moment > AT)


def test_arrivals_are_said_in_words_and_numbers() -> None:
    drawn = pictures.arrivals({AT: 3, AT + 60: 1}, {AT - 7200: 2}, DEADLINE, NOW)
    assert drawn.says == "4 wishes to come, 1 of them after the deadline, and 2 questions; a column is 5 minutes."
    assert drawn.rows == (
        ("Thu 3 Dec 14:55", "0", "2"),
        ("Thu 3 Dec 16:55", "3", "0"),
        ("Thu 3 Dec 17:00", "1", "0"),
    )
    assert [(mark.text, mark.kind) for mark in drawn.marks] == [("deadline", "deadline"), ("now", "now")]


@pytest.mark.parametrize(
    ("minutes", "side"),
    [(-170, "end"), (-20, "end"), (0, "start"), (20, "start"), (300, "end")],
    ids=["long before", "just before", "at the deadline", "just after", "long after"],
)
def test_word_of_now_is_not_crossed_by_the_line_of_the_deadline(minutes, side) -> None:
    moments = {AT - 3 * 3600: 1, AT + 6 * 3600: 1}
    limit, now = pictures.arrivals(moments, {}, DEADLINE, DEADLINE + timedelta(minutes=minutes)).marks
    assert (now.anchor, now.row, limit.row) == (side, 1, 0)
    word = sorted((now.label.x, now.label.x + (24 if side == "start" else -24)))
    assert not word[0] <= limit.x <= word[1]


def test_one_is_not_said_as_many() -> None:
    drawn = pictures.arrivals({AT: 1}, {AT: 1}, DEADLINE, NOW)
    assert drawn.says.startswith("1 wish to come, 0 of them after the deadline, and 1 question;")
    assert pictures.waits({20: 1}).says.startswith("1 person has their answer:")


def test_nothing_yet_is_a_sentence_and_no_axes() -> None:
    drawn = (
        pictures.arrivals({}, {}, DEADLINE, NOW),
        pictures.waits({}),
        pictures.decisions({}),
        pictures.languages({}),
    )
    assert [picture.says for picture in drawn] == [
        "Nothing has arrived yet.",
        "Nobody has had an answer yet.",
        "Nobody has asked to come yet.",
        "Nobody has written yet.",
    ]
    assert [picture.is_empty for picture in drawn] == [True] * 4


def test_waits_are_told_by_median_and_95th_percentile() -> None:
    drawn = pictures.waits({20: 50, 60: 44, 86_400: 6})
    assert drawn.says == "100 people have their answer: half of them within 20 s, 95 of 100 within 24.0 h."
    assert drawn.rows[:5] == (
        ("median", "20 s"),
        ("95th percentile", "24.0 h"),
        ("up to 30 s", "50"),
        ("up to 1 min", "44"),
        ("up to 2 min", "0"),
    )


@given(values=st.lists(st.integers(0, 1000), min_size=1, max_size=60), part=st.sampled_from([0.5, 0.95]))
def test_percentile_is_the_least_value_that_so_many_do_not_exceed(values, part) -> None:
    counted = {value: values.count(value) for value in sorted(set(values))}
    found = pictures.percentile(counted, part)
    assert sum(value <= found for value in values) >= part * len(values)
    assert sum(value < found for value in values) < part * len(values)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7_199, "120 min"), (7_200, "2.0 h"), (172_800, "2.0 days")],
)
def test_wait_is_written_short(seconds, words) -> None:
    assert length(seconds) == words


def test_decisions_name_who_was_let_in_by_hand() -> None:
    drawn = pictures.decisions({("approved", False): 5, ("approved", True): 2, ("declined", True): 1})
    assert drawn.rows == (("let in", "5"), ("let in by hand", "2"), ("declined", "1"))


def test_languages_are_named_and_the_tail_is_one_bar() -> None:
    many = {"en": 9, "ar": 8, "und": 7} | dict.fromkeys(("de", "es", "fr", "ja", "pt", "ru", "uk"), 1)
    drawn = pictures.languages(many)
    assert drawn.rows[:3] == (("English", "9"), ("Arabic", "8"), ("not recognised", "7"))
    assert drawn.rows[-1] == ("others", "2")


@given(st.integers(0, 10**6))
def test_highest_line_is_enough_and_not_far_above(most) -> None:
    top = round_top(most)
    assert top % 4 == 0
    assert most <= top
    assert top <= max(4, most * 2.5)


@pytest.mark.parametrize(("count", "words"), [(0, "0%"), (1, "<1%"), (500, "50%"), (1000, "100%")])
def test_what_is_there_is_never_shown_as_nothing(count, words) -> None:
    assert share(count, 1000) == words


@given(
    wishes=st.dictionaries(st.integers(AT - 10**6, AT + 10**4), st.integers(1, 500), min_size=1),
    waits=st.dictionaries(st.integers(0, 10**7), st.integers(1, 500), min_size=1),
)
def test_nothing_is_drawn_outside_the_picture(wishes, waits) -> None:
    for drawn in (pictures.arrivals(wishes, {}, DEADLINE, NOW), pictures.waits(waits)):
        assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in drawn.bars)
        assert all(bar.y >= 0 and bar.y + bar.height <= HEIGHT for bar in drawn.bars)
        assert all(0 <= mark.x <= WIDTH for mark in drawn.marks)


def test_event_page_draws_pictures_that_can_be_read_without_seeing_them(room) -> None:
    room.office.write(
        "Ben <ben@reader.example>", "I would like to attend. My username is Ben.\n\nWill there be captions?"
    )
    room.office.work()
    room.office.now = START - timedelta(hours=2)
    page = room.signed_in("Ada", Role.VIEWER).open("/desk/event/hour").text
    drawn = re.findall(r'<svg viewBox="0 0 440.*?</svg>', page, re.DOTALL)
    titles = [ET.fromstring(svg).findtext("title") for svg in drawn]  # noqa: S314 - our own page
    assert titles == ["Arrivals", "From arrival to answer", "Decisions", "Languages"]
    assert all(ET.fromstring(svg).findtext("desc") for svg in drawn)  # noqa: S314
    assert page.count('<summary class="small">The numbers</summary>') == 4
    assert "style=" not in page
    assert "<script>" not in page


def taken(page) -> str:
    return re.findall(r"<dt>Taken</dt><dd><a [^>]*>(\d+)</a>", page.text)[0]


def test_event_page_shows_what_happened_since_it_was_last_looked_at(room) -> None:
    browser = room.signed_in("Ada", Role.VIEWER)
    assert taken(browser.open("/desk/event/hour")) == "0"
    room.office.write("Ben <ben@reader.example>", "I would like to attend. My username is Ben.")
    room.office.work()
    assert taken(browser.open("/desk/event/hour")) == "1"


def test_event_page_shows_after_a_minute_what_left_no_line(room) -> None:
    room.office.write("Ben <ben@reader.example>", "I would like to attend. My username is Ben.")
    room.office.work()
    browser = room.signed_in("Ada", Role.VIEWER)
    assert taken(browser.open("/desk/event/hour")) == "1"
    with unit_of_work(room.office.runtime) as work:
        work.session.delete(work.session.get_one(AttendanceRow, 1))
    room.office.now += timedelta(seconds=61)
    assert taken(browser.open("/desk/event/hour")) == "0"
