"""What people read at each end of the way: one table. In plain English, and each page says what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from triage.flow.ownership import Shown
from triage.web.confirm.signin import Trouble

ANSWER_OUR_MAIL = "Or answer our mail instead: a person reads it."
NOTHING_STORED = "Nothing was stored."


@dataclass(frozen=True, slots=True)
class Said:
    """A page without a form. `may_retry`: the link still serves, so that the page offers it."""

    title: str
    paragraphs: tuple[str, ...]
    status: HTTPStatus = HTTPStatus.OK
    may_retry: bool = False


SHOWN: dict[Shown, Said] = {
    Shown.CONFIRMED: Said(
        "Thank you, that is all",
        (
            "We know now that the account is yours. Our answer comes by mail, usually within some minutes.",
            "You may close this page.",
        ),
    ),
    # Says neither which account the mail named nor whether there is one.
    Shown.OTHER: Said(
        "Thank you. A person looks at it now",
        (
            "This was not the account that we expected, so a person of our team looks at it and writes to you."
            " There is nothing that you must do.",
            "Do you have more than one account? Then answer our mail and tell us which one is right.",
        ),
    ),
    Shown.USED: Said(
        "This was done already",
        (
            "The link works once, and we know what we wanted to know. Our answer comes by mail.",
            "Was it not you, or did no answer come? Then answer our mail: a person reads it.",
        ),
        HTTPStatus.GONE,
    ),
    Shown.OVER: Said(
        "This link does not work any more",
        (
            "The conversation is over or was called off, or you told us that you will not come.",
            "Is that not so? Then answer our mail: a person reads it.",
        ),
        HTTPStatus.GONE,
    ),
}

TROUBLE: dict[Trouble, Said] = {
    Trouble.DENIED: Said(
        "You said no, and that is fine",
        (f"{NOTHING_STORED} If it was a slip, you can try again.", ANSWER_OUR_MAIL),
        may_retry=True,
    ),
    Trouble.SPENT: Said(
        "That took too long, or came twice",
        (f"The wiki's answer was not good any more. {NOTHING_STORED} Please try again.", ANSWER_OUR_MAIL),
        HTTPStatus.BAD_REQUEST,
        may_retry=True,
    ),
    Trouble.UNREACHABLE: Said(
        "The wiki does not answer",
        (f"{NOTHING_STORED} Please try again in some minutes; your link stays good.", ANSWER_OUR_MAIL),
        HTTPStatus.SERVICE_UNAVAILABLE,
        may_retry=True,
    ),
    Trouble.MISCONFIGURED: Said(
        "Something is wrong on our side",
        (
            f"{NOTHING_STORED} We have been told of it. Your link stays good: please try again tomorrow.",
            ANSWER_OUR_MAIL,
        ),
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
}

BEGIN_AGAIN = Said(
    "Please begin again",
    (
        "Your browser did not bring back what it was given, or too much time went by. Please open the link in our mail"
        " again, and allow cookies for this page: one is needed, and it goes when you are done.",
        ANSWER_OUR_MAIL,
    ),
    HTTPStatus.BAD_REQUEST,
    may_retry=True,
)
NOT_OURS = Said(
    "This link is not whole",
    (
        "Perhaps your mail program cut it. Please copy the whole link from our mail into the address line.",
        ANSWER_OUR_MAIL,
    ),
    HTTPStatus.NOT_FOUND,
)
NOT_HERE = Said("There is nothing here", ("Please use the link in our mail.",), HTTPStatus.NOT_FOUND)
NOT_SO = Said("That is not possible here", ("Please use the link in our mail.",), HTTPStatus.METHOD_NOT_ALLOWED)
OUT_OF_ORDER = Said(
    "Something is wrong on our side",
    (f"{NOTHING_STORED} Please try again in some minutes; your link stays good.", ANSWER_OUR_MAIL),
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def hint_of(address: str) -> str:
    """`ann@example.org` as `a•••@example.org`: enough to know one's own, too little to learn somebody else's."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"
