import re
from dataclasses import replace
from datetime import timedelta

import pytest
from office import Office, open_office
from sqlalchemy import update

from triage.flow.work import unit_of_work
from triage.model.mail import MailState, Mode
from triage.model.staff import Role
from triage.store import queue, search
from triage.store.tables import CaseRow, ReadingRow

WISH = "Hello,\n\nI would like to attend the conversation. My username is {}.\n"
HARM = "I want to attend. I will find your office and hurt somebody. My user name is Angry."
ARABIC = "أود حضور اللقاء. كيف يمكن للمجتمعات الصغيرة أن تشارك في وضع السياسات؟"
CHINESE = "我想参加这次会议。请问全域封禁的政策会改变吗？"


def listed(page) -> list[str]:
    """Who stands in the list, in order."""
    return re.findall(r'<span class="case-who"><bdi>(.*?)</bdi>', page.text)


def numbers(page) -> dict[str, int]:
    """The count beside each view."""
    found = re.findall(r'data-count="(\w+)" data-always>(\d+)<', page.text)
    return {name: int(number) for name, number in found}


@pytest.fixture
def full(office: Office) -> Office:
    """Somebody locked, somebody who threatens, somebody without an account, somebody done, and spam."""
    office.write("Nightjar <nightjar@reader.example>", WISH.format("Nightjar"))
    office.now += timedelta(minutes=5)
    office.write("angry@reader.example", HARM)
    office.write("Ben <ben@reader.example>", "I would like to attend the conversation, please.")
    office.write("Marisol Vega <marisol@reader.example>", WISH.format("Marisol Vega"))
    office.write("ليلى حسن <layla@reader.example>", ARABIC)
    office.write("王 <wang@reader.example>", CHINESE)
    office.work()
    return office


def test_threat_of_harm_comes_first(room, full) -> None:
    page = room.signed_in().open("/desk")
    assert listed(page)[0] == "angry@reader.example"
    assert "may be about a threat of harm" in page.text


def test_views_are_counted_and_shown(room, full) -> None:
    browser = room.signed_in()
    shown = {view: len(listed(browser.open(f"/desk?view={view}"))) for view in numbers(browser.open("/desk"))}
    assert shown == numbers(browser.open("/desk"))
    assert shown["done"] == 1
    assert shown["person"] >= 1
    assert browser.client.get("/desk/counts").json()["review"] == shown["review"]


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("flag=threat_of_harm", ["angry@reader.example"]),
        ("view=open&language=ar", ["ليلى حسن"]),
        ("view=open&assignee=Rosalind", []),
        ("view=done&intent=attendance", ["Marisol Vega"]),
        ("view=open&event=nothing", []),
        ("view=open&q=封禁", ["王"]),
        ("view=nonsense&flag=nonsense&page=x&intent=x", None),
    ],
)
def test_filters_narrow_a_view(room, full, asked, who) -> None:
    page = room.signed_in().open(f"/desk?{asked}")
    assert page.status_code == 200
    assert who is None or listed(page) == who


FOUND = {
    "Marisol": ["Marisol Vega"],
    "marisol@reader.example": ["Marisol Vega"],
    "attend hurt": ["angry@reader.example"],
    "ATTEND HURT": ["angry@reader.example"],
    "封禁": ["王"],
    "全域封禁": ["王"],
    "السياسات": ["ليلى حسن"],
    "صغير": ["ليلى حسن"],
    "nobody wrote this": [],
    '" OR 1=1 --': [],
    "%": [],
    "_": [],
    "NEAR(a": [],
    "office*": [],
    "\0\x1b[31m": [],
}


def found_by(work, words) -> list[queue.Glance]:
    ids = queue.numbers(work.session, queue.Asked(view=None, words=words), work.now)
    return queue.glances(work.session, ids, work.now)


def test_search_finds_every_word_in_messages_people_and_questions(database_url, tmp_path) -> None:
    office = open_office(tmp_path, database_url)
    office.open_event()
    office.write("Marisol Vega <marisol@reader.example>", WISH.format("Marisol Vega"))
    office.write("angry@reader.example", HARM)
    office.write("ليلى حسن <layla@reader.example>", ARABIC)
    office.write("王 <wang@reader.example>", CHINESE)
    office.decide()
    with unit_of_work(office.runtime) as work:
        found = {
            words: [each.name or each.address for each in found_by(work, search.words_of(words))] for words in FOUND
        }
    office.runtime.engine.dispose()
    assert found == FOUND


def test_search_forgets_what_was_deleted(office) -> None:
    office.write("angry@reader.example", HARM)
    office.decide()
    with unit_of_work(office.runtime) as work:
        work.session.execute(update(ReadingRow).values(text="", subject="", sender=None))
    with unit_of_work(office.runtime) as work:
        assert found_by(work, ("hurt",)) == []


def test_word_too_short_for_the_index_is_looked_for_in_the_newest_and_the_page_says_so(
    room, office, monkeypatch
) -> None:
    monkeypatch.setattr(search, "NEWEST", 1)
    office.write("Sato <sato@reader.example>", "I would like to attend the 会話, please.")
    office.write("Mori <mori@reader.example>", "I would like to attend the 会話, please.")
    office.work()
    browser = room.signed_in()
    found = {}
    for words in ("会話", "attend", "会話 attend"):
        page = browser.open(f"/desk/search?q={words}").text
        found[words] = ["Sato" in page, "Mori" in page, "only the newest 1 were read" in page]
    assert found == {
        "会話": [False, True, True],
        "attend": [True, True, False],
        "会話 attend": [True, True, False],
    }


def test_search_page_marks_what_was_found(room, full) -> None:
    page = room.signed_in().open("/desk/search?q=hurt")
    assert "<mark>hurt</mark>" in page.text
    assert listed(page) == ["angry@reader.example"]


def test_text_of_a_stranger_stays_text(room, office) -> None:
    office.write(
        "<img src=x onerror=alert(1)> <evil@reader.example>", "<script>alert(2)</script> I would like to attend."
    )
    office.work()
    browser = room.signed_in()
    for path in ("/desk?view=open", "/desk/search?q=%3Cscript%3Ealert(2)", "/desk/case/1"):
        text = browser.open(path).text
        assert "<script>alert" not in text
        assert "<img" not in text


def ticks(page) -> list[str]:
    return re.findall(r'name="case" value="([\d.]+)"', page.text)


def test_bulk_does_each_case_by_itself(room, full) -> None:
    browser = room.signed_in()
    chosen = ticks(browser.open("/desk"))
    page = browser.do("/desk/bulk", do="decline", why="not now", case=[*chosen, "999.1"], back="/desk?view=review")
    assert page.status_code == 200
    with unit_of_work(room.office.runtime) as work:
        states = [work.session.get_one(CaseRow, int(tick.partition(".")[0])).state for tick in chosen]
    assert "done" in states
    assert "no case 999" in page.text
    assert 'href="/desk?view=review"' in page.text


def test_bulk_approves_nobody_who_may_have_threatened(room, full) -> None:
    browser = room.signed_in()
    page = browser.do("/desk/bulk", do="approve", why="all of them", case=ticks(browser.open("/desk")))
    assert "it may be about a threat of harm: open it and decide there" in page.text
    assert room.office.attendance("angry@reader.example") == "review"
    assert room.office.attendance("nightjar@reader.example") == "approved"


def test_bulk_without_selection_or_button_changes_nothing(room, full) -> None:
    browser = room.signed_in()
    browser.do("/desk/bulk", do="spam")
    assert browser.says() == "No case was selected: tick those that you mean."
    browser.do("/desk/bulk", case=ticks(browser.open("/desk"))[0])
    assert browser.says().startswith("Nothing was done")


def test_bulk_leaves_alone_what_changed_meanwhile(room, full) -> None:
    browser = room.signed_in()
    [tick, *_] = ticks(browser.open("/desk"))
    number, _, version = tick.partition(".")
    page = browser.do("/desk/bulk", do="spam", case=f"{number}.{int(version) - 1}")
    assert f"case {number} changed while you looked at it" in page.text


def test_viewer_reads_and_changes_nothing(room, full, heading) -> None:
    browser = room.signed_in("Vera", Role.VIEWER)
    page = browser.open("/desk")
    assert ticks(page) == []
    assert heading(browser.do("/desk/bulk", do="spam", case="1.1"))[0] == 403


def test_list_says_when_somebody_wrote_again(room, office) -> None:
    office.write("Ben <ben@reader.example>", "I would like to attend.")
    office.work()
    office.now += timedelta(hours=5)
    office.write("Ben <ben@reader.example>", "Where is the link? I cannot find the link!")
    office.work()
    office.now += timedelta(minutes=3)
    page = room.signed_in().open("/desk?view=open").text
    assert re.sub("<[^>]+>", "", page).count("hour · 5 h 3 min ago · wrote 3 min ago") == 1


@pytest.mark.parametrize("pile", ["drafts", "uncertain", "perhaps", "parked"])
def test_piles_are_shown_when_they_are_empty(room, pile) -> None:
    assert 'class="nothing"' in room.signed_in().open(f"/desk/{pile}").text


@pytest.mark.parametrize(
    ("pile", "press", "said"),
    [
        ("drafts", "release", "No mail was selected: tick those that you mean."),
        ("perhaps", "claim", "No message was selected: tick those that you mean."),
    ],
)
def test_pile_without_a_tick_says_that_one_is_missing(room, full, pile: str, press: str, said: str) -> None:
    browser = room.signed_in()
    browser.open(f"/desk/{pile}")
    browser.do(f"/desk/{pile}", do=press)
    assert browser.says() == said


def test_drafts_are_released_together(room, full) -> None:
    room.office.settings(mode=Mode.ASSIST)
    room.desk = replace(room.desk, runtime=room.office.runtime)
    room.office.write("new@reader.example", "I would like to attend the conversation, please.")
    room.office.work()
    browser = room.signed_in()
    found = re.findall(r'name="mail" value="(\d+)"', browser.open("/desk/drafts").text)
    assert len(found) == 1
    browser.do("/desk/drafts", do="release", mail=found)
    assert browser.says() == "1 of 1 released."
    assert [mail.state for mail in room.office.mails() if mail.to_address == "new@reader.example"] == [MailState.QUEUED]
