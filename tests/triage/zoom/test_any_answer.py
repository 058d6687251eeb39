"""Whatever the other side sends: a value or a ZoomError, never another exception, and never a link that is none."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage.zoom import Fault, Registrant, ZoomError
from triage.zoom.errors import SENTENCES
from triage.zoom.response import Reply, answer_from, is_expired_token, retry_after
from triage.zoom.values import meeting_from, registrant_from

KEYS = st.sampled_from(["registrant_id", "id", "email", "join_url", "status", "settings", "approval_type", "code", "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["approved", "https://a/b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


def value_or_fault(asked: Callable[[], object]) -> object:
    """What it answers, or the fault that it raises."""
    try:
        return asked()
    except ZoomError as error:
        return error.fault


@given(st.dictionaries(KEYS, JSON, max_size=8))
@example({"registrant_id": "a", "join_url": "https://[::1"})
def test_any_object_is_a_registrant_with_a_whole_link_or_an_error(answer: dict[str, object]) -> None:
    meeting_from(answer)
    found = value_or_fault(lambda: registrant_from(answer, "registrant_id"))
    assert found is Fault.UNEXPECTED or (
        isinstance(found, Registrant) and found.join_url.startswith("https://"[: len(found.join_url)])
    )


@given(st.integers(100, 599), st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
@example(200, b"[" * 100_000)
@example(400, b'{"code": true, "message": [], "errors": [1, {"field": {}}]}')
def test_any_reply_is_an_object_or_an_error(status: int, body: bytes) -> None:
    reply = Reply(status, {}, body)
    is_expired_token(reply)
    assert isinstance(value_or_fault(lambda: answer_from(reply)), dict | Fault)


@given(st.text(max_size=40), st.text(max_size=40))
@example("9999-12-31T23:59:59-23:00", "")
@example("999999", "Fri, 31 Dec 9999 23:59:59 GMT")
@example("0001-01-01T00:00:00+23:00", "")
def test_any_retry_after_is_an_aware_moment_or_nothing(value: str, date: str) -> None:
    moment = retry_after({"Retry-After": value, "Date": date})
    assert moment is None or moment.tzinfo is not None


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_its_sentence(fault: Fault) -> None:
    assert SENTENCES[fault].endswith(".")
