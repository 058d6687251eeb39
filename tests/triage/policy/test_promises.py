import pytest

from triage.policy.promises import promises_in


@pytest.mark.parametrize(
    ("text", "found", "why"),
    [
        (
            "We do not know. We will consult on this and revert.",
            ("We will consult on this and revert.",),
            "the classic",
        ),
        ("I'll get back to you on that!", ("I'll get back to you on that!",), "short forms"),
        ("Our team is happy to talk. We’ll look into it, yes.", ("We’ll look into it, yes.",), "curly apostrophe"),
        ("We looked into it last year.", (), "the past is no promise"),
        ("You will check with your chapter.", (), "somebody else's task"),
        ("The dates have been announced.", (), "a fact"),
    ],
)
def test_promises_are_proposed_by_the_sentence(text: str, found: tuple[str, ...], why: str) -> None:
    assert promises_in(text) == found, why
