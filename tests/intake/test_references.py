"""Message ids in threads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.message import Headers
from intake.references import MOST, message_id, message_ids, thread_ids

FIELDS = [
    ("in order, each once", "<a@x.example> <b@x.example>\t<a@x.example>", ("a@x.example", "b@x.example")),
    ("without brackets", "a@x.example b@x.example", ("a@x.example", "b@x.example")),
    ("with words around", 'Your message of "Mon, 4 Dec" <a@x.example>', ("a@x.example",)),
    ("without an at sign", "<20231204>", ("20231204",)),
    ("blanks inside the brackets", "< a@x.example >", ("a@x.example",)),
    ("nothing", "none", ()),
]


@pytest.mark.parametrize(("kind", "value", "ids"), FIELDS)
def test_ids_are_found(kind: str, value: str, ids: tuple[str, ...]) -> None:
    assert message_ids(value) == ids, kind


def test_long_thread_keeps_the_first_and_the_newest() -> None:
    ids = message_ids(" ".join(f"<{n}@x.example>" for n in range(1000)))
    assert (len(ids), ids[0], ids[1], ids[-1]) == (MOST, "0@x.example", "901@x.example", "999@x.example")


def test_thread_is_told_nearest_first() -> None:
    headers = Headers(in_reply_to="b@x.example", references=("a@x.example", "b@x.example", "c@x.example"))
    assert thread_ids(headers) == ("b@x.example", "c@x.example", "a@x.example")


@given(st.text(max_size=200))
def test_any_value_gives_ids_without_brackets(value: str) -> None:
    found = message_ids(value)
    assert not any(set(one) & set("<> \n") for one in found)
    assert message_id(value) == (found[0] if found else None)
