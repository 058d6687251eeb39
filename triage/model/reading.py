"""What was made of a message: acts, questions, accounts, flags, then a verdict with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from intake.message import Interest, NoAnswer


class Act(StrEnum):
    """What one sentence does."""

    ATTEND = "attend"
    WITHDRAW = "withdraw"
    QUESTION = "question"
    FEEDBACK = "feedback"
    LOGISTICS = "logistics"
    CASE = "case"
    HARM = "harm"
    COURTESY = "courtesy"
    OTHER = "other"


class Intent(StrEnum):
    """What the whole message wants. `question` asks for the call, or gives feedback for it."""

    ATTENDANCE = "attendance"
    QUESTION = "question"
    BOTH = "both"
    WITHDRAWAL = "withdrawal"
    OTHER = "other"


class Flag(StrEnum):
    """What a person should notice."""

    SPECIFIC_CASE = "specific_case"
    THREAT_OF_HARM = "threat_of_harm"
    DISRESPECTFUL = "disrespectful"
    ANONYMOUS_REQUEST = "anonymous_request"
    OUT_OF_SCOPE = "out_of_scope"
    LOGISTICS = "logistics"
    NEEDS_ACCOMMODATION = "needs_accommodation"
    SPAM = "spam"
    POSSIBLE_SPOOF = "possible_spoof"


class Verdict(StrEnum):
    """`accept` acts by itself, `review` asks a person, `absorb` records, `discard` is spam beyond doubt."""

    ACCEPT = "accept"
    REVIEW = "review"
    ABSORB = "absorb"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of the person's own text. `start` and `end` are offsets into that text.

    `confidence` is the calibrated probability of `act`; `because` names what decided.
    """

    sentence: str
    act: Act
    confidence: float
    start: int = 0
    end: int = 0
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a person's own words mean, before any policy. `language` is BCP 47, or `und`.

    `account` is the wiki account of the person who wants to come; `accounts` all that are named
    as the writer's or a guest's. `is_for_another`: somebody else is spoken of who may come.
    `account_confidence`: how sure it is that `account` is right, also where it is None; `account_because`: what spoke
    most for it.
    `doubts`: grave flags that are not likely enough to be raised, and too likely for a machine to act alone.
    """

    language: str
    intent: Intent
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[str, ...] = ()
    account: str | None = None
    accounts: tuple[str, ...] = ()
    flags: frozenset[Flag] = frozenset()
    is_for_another: bool = False
    account_confidence: float = 1.0
    account_because: tuple[str, ...] = ()
    doubts: frozenset[Flag] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the chain of rules says of a message. `reasons` are sentences that staff read.

    `rules` are the names of the rules that spoke, in order; the first decided. `goes_ahead`: a person should look,
    and what the message asks for is done all the same (somebody who comes needs captions).
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    rules: tuple[str, ...] = ()
    is_alarm: bool = False
    goes_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, understood and decided. Stored beside the received row; judging again makes a new one.

    `answer_to`: the author's address where an answer may go, else None. `would_send`: purposes, were the account in
    good standing.
    """

    event: str | None
    is_reply_to_us: bool
    is_late: bool
    understanding: Understanding
    decision: Decision
    would_send: tuple[str, ...] = ()
    sends_join_details: bool = False
    interest: Interest = Interest.OURS
    no_answer: NoAnswer | None = None
    answer_to: str | None = None
