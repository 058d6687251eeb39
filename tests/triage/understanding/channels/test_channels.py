"""Chats and tables of other channels, in the layouts that people really have; what cannot be read is named."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage.understanding.channels import (
    BadLine,
    Heard,
    Said,
    looks_like_question,
    read_table,
    read_youtube,
    read_zoom,
)

ZWSP = "\u200b"
NEW_CLIENT = """\
18:02:11 From Ada Lovelace to Everyone:
\tWho decides about the budget?
\tAnd who is asked before?
18:02:40 From نور to Everyone:
\tReplying to "Who decides about..."
\t
\tهل ستنشر الأرقام؟
18:02:50 From Ben to Everyone:
\tReacted to "Who decides about..." with 👍
18:03:00 From Ben to Maggie Dennis (Direct Message):
\tplease do not name me: who reported me?
18:03:05 From Maggie Dennis to Everyone:
\tThank you all
"""


def test_zoom_chat_as_clients_save_it_now() -> None:
    assert read_zoom(NEW_CLIENT) == Heard(
        (
            Said(1, "Ada Lovelace", "Who decides about the budget?\nAnd who is asked before?"),
            Said(4, "نور", "هل ستنشر الأرقام؟"),
            Said(12, "Maggie Dennis", "Thank you all", is_question=False),
        ),
        left_out=2,
    )


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("00:12:34\tAda:\tWill it be recorded?", Said(1, "Ada", "Will it be recorded?", 754), "beside a recording"),
        ("18:02:11\t From  Ada : Will it?", Said(1, "Ada", "Will it?"), "older clients"),
        ("18:02:11\t From  Ada  to  Everyone : Will it?", Said(1, "Ada", "Will it?"), "older, with addressee"),
        ("18:02:11 From Ada to Everyone:\r\n\tWill it?\r\n", Said(1, "Ada", "Will it?"), "saved on Windows"),
        ("\ufeff06:02:11 PM From Ada to Everyone:\n\tWill it?", Said(1, "Ada", "Will it?"), "American clock"),
        ("2026-12-03 18:02:11 From Ada to Everyone:\n\tWill it?", Said(1, "Ada", "Will it?"), "over midnight"),
        ("18:02:11 From Go to Girl to Everyone:\n\tWill it?", Said(1, "Go to Girl", "Will it?"), "a name with `to`"),
    ],
)
def test_zoom_layouts(text: str, said: Said, why: str) -> None:
    assert read_zoom(text) == Heard((said,)), why


def test_zoom_message_to_one_person_is_never_read() -> None:
    heads = ("From Ada to Ben (Direct Message):", "From Ada to Ben:", "From  Ada  to  Ben(Privately) :")
    text = "".join(f"18:02:1{number} {head}\n\tmy secret?\n" for number, head in enumerate(heads))
    assert read_zoom(text) == Heard(left_out=3)


def test_zoom_lines_that_cannot_be_read_are_named() -> None:
    text = "hello\nmore\n18:02:11 From Ada to Everyone:\n\tWill it?\n18:03:00 Von Ben an alle:\n\tWann?\n"
    heard = read_zoom(text)
    assert ([bad.line for bad in heard.bad], [said.text for said in heard.said]) == ([1, 5], ["Will it?"])


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        (f"6:02 PM Ada{ZWSP}Will it?", Said(1, "Ada", "Will it?"), "copied from the page"),
        (f"6:02 PMAda{ZWSP}Will it?", Said(1, "Ada", "Will it?"), "without the space between"),
        (f"18:02Amy{ZWSP}Will it?", Said(1, "Amy", "Will it?"), "Amy is no time of day"),
        (f"0:12:34{ZWSP}@ada-l{ZWSP}Will it?", Said(1, "@ada-l", "Will it?", 754), "the replay"),
        (f"Ada: the first{ZWSP}Will it?", Said(1, "Ada: the first", "Will it?"), "a colon in a name"),
        ("6:02 PM\nAda\nWill it?", Said(1, "Ada", "Will it?"), "a line each"),
        ("12:34 | Ada: Will it?", Said(1, "Ada", "Will it?", 754), "a downloader"),
        ("0:12:34 | (Member (1 year)) Ada: Will it?", Said(1, "Ada", "Will it?", 754), "a member"),
        ("[00:12:34] [Ada]: Will it?", Said(1, "Ada", "Will it?", 754), "another downloader"),
        ("-0:12 | Ada: Will it?", Said(1, "Ada", "Will it?", 0), "before the start"),
        ("@ada Will it?", Said(1, "@ada", "Will it?"), "handle and text"),
    ],
)
def test_youtube_layouts(text: str, said: Said, why: str) -> None:
    assert read_youtube(text) == Heard((said,)), why


def replay(second: int, **item: object) -> str:
    action = {"addChatItemAction": {"item": item}}
    return json.dumps({"replayChatItemAction": {"actions": [action], "videoOffsetTimeMsec": str(second * 1000)}})


def test_youtube_replay_is_read_and_what_is_no_message_is_left_out() -> None:
    text = {"runs": [{"text": "Will it "}, {"emoji": {"emojiId": "x"}}, {"text": "be recorded?"}]}
    shown = {"authorName": {"simpleText": "Ada"}, "message": text}
    lines = [
        replay(754, liveChatTextMessageRenderer=shown),
        replay(755, liveChatMembershipItemRenderer={}),
        "{broken",
        "[]",
    ]
    heard = read_youtube("\n".join(lines))
    assert (heard.said, heard.left_out) == ((Said(1, "Ada", "Will it be recorded?", 754),), 1)
    assert [bad.line for bad in heard.bad] == [3, 4]


def test_youtube_lines_that_cannot_be_read_are_named() -> None:
    heard = read_youtube(f"Top chat\n\n6:02 PM Ada{ZWSP}Will it?\n6:03 PM\nBen\n6:04 PM Cy{ZWSP}hi\n")
    assert ([bad.line for bad in heard.bad], [said.asker for said in heard.said]) == ([1, 4, 5], ["Ada", "Cy"])


def test_table_with_our_columns() -> None:
    text = 'Topic;Question;Asker;Time\nUCoC;"Will it,\nor not?";Ada;0:12:34\n;Why?;;\n'
    assert read_table(text) == Heard(
        (Said(2, "Ada", "Will it,\nor not?", 754, topic="UCoC"), Said(4, "", "Why?", None)),
    )


def test_table_of_a_zoom_webinar_gives_no_address() -> None:
    text = (
        "\ufeffQuestion and Answer Report\nTopic,Webinar ID\nHour,123 456\n\n"
        '#,Question,Asker Name,Asker Email,Answer(s)\n1,"Will it, ""really""?",Ada,ada@reader.example,\n'
    )
    assert read_table(text) == Heard((Said(6, "Ada", 'Will it, "really"?'),))


@pytest.mark.parametrize(
    ("text", "bad", "why"),
    [
        ("a,b\n1,2\n", [(1, "no header line with a column `question`")], "no header"),
        ("question,asker\nWhy?,Ada,extra\n", [(2, "3 cells where the header has 2")], "an unquoted comma"),
        ("question,asker\n,Ada\n", [(2, "no question in this row")], "an empty one"),
        ("question,time\nWhy?,soon\n", [(2, "the time 'soon' is not h:mm:ss")], "a time that is none"),
        ("question,time\nWhy?,0:61:00\n", [(2, "the time '0:61:00' is not h:mm:ss")], "a minute too many"),
        (
            'question,asker\nWhy?,Ada\n"never closed,Ben\n',
            [(3, "unexpected end of data; nothing below it could be read")],
            "an open quote",
        ),
    ],
)
def test_table_lines_that_cannot_be_read_are_named(text: str, bad: list[tuple[int, str]], why: str) -> None:
    assert list(read_table(text).bad) == [BadLine(*each) for each in bad], why


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Will it be recorded?", True),
        ("これは録画されますか？", True),
        ("هل سيسجل هذا؟", True),
        ("Question: the budget of the team", True),
        ("???", False),
        ("see https://example.org/?page=2", False),
        ("thank you", False),
    ],
)
def test_what_looks_like_a_question(text: str, is_one: bool) -> None:  # noqa: FBT001 - expected
    assert looks_like_question(text) is is_one


@example("0\u200b\u200b")
@given(st.text(alphabet=st.sampled_from(list('0123456789: PMFromtEvery\t\n{}[]",;|\u200b@aあ?')), max_size=300))
def test_any_paste_is_read_without_an_error(text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 1
    for read in (read_zoom, read_youtube, read_table):
        heard = read(text)
        assert all(0 < each.line <= lines for each in (*heard.said, *heard.bad))
        assert all(said.text.strip() for said in heard.said)


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for read in (read_zoom, read_youtube, read_table):
        assert all(said.text.strip() for said in read(text).said)


def test_what_is_too_long_is_refused() -> None:
    assert [bad.line for bad in read_zoom("a" * 2_000_001).bad] == [1]
