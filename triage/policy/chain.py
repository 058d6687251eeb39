"""What to do with a message: a table of rules read top to bottom. The first that speaks decides.

`decide` gives the verdict and the sentences that staff read; `answers` says which mails would go. Sends nothing; the
account's standing is asked later (`standing`), and every mail still meets the gate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.message import Rsvp
from triage.model.mail import Purpose
from triage.model.reading import Act, Decision, Flag, Verdict
from triage.policy.due import are_join_details_due
from triage.policy.matter import Matter
from triage.policy.rules import content, origin, wish

Question = Callable[[Matter], str | None]
"""One question about a message: a sentence where the rule applies, else None."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A question and what is done when it speaks.

    `is_silent`: nothing goes out while a person looks, not even that somebody looks. `goes_ahead`: a person should
    see it, but what is asked for is done. `is_alarm`: a person is called now.
    """

    name: str
    question: Question
    verdict: Verdict
    is_silent: bool = False
    goes_ahead: bool = False
    is_alarm: bool = False


ABSORB, ACCEPT, REVIEW, DISCARD = Verdict.ABSORB, Verdict.ACCEPT, Verdict.REVIEW, Verdict.DISCARD

CHAIN = (
    # Our own mail and reports come first: a bounce that quotes a threat, or our own advice on one, is no threat.
    Rule("own-mail", origin.is_own_mail, ABSORB),
    Rule("report", origin.is_report, ABSORB),
    # A threat of harm comes before all other doubts: who wrote it, and whether a program did (a form, or a guess).
    Rule("harm", content.threatens_harm, REVIEW, is_silent=True, is_alarm=True),
    # An answer to an invitation is a person's click in a calendar's mail: it is no wish to come, and no robot's mail.
    Rule("invitation-and-words", origin.says_more_than_the_invitation, REVIEW, is_silent=True),
    Rule("invitation-accepted", origin.accepts_the_invitation, ABSORB),
    Rule("invitation-declined", origin.declines_the_invitation, ACCEPT),
    Rule("other-invitation-declined", origin.declines_something_else, REVIEW, is_silent=True),
    Rule("program", origin.is_from_a_program, ABSORB),
    # What needs nobody, before the reviews: else every word of thanks would lie before a person.
    Rule("spam", content.is_spam_beyond_doubt, DISCARD),
    Rule("not-ours", origin.is_not_ours, ABSORB),
    Rule("courtesy", content.is_only_courtesy, ABSORB),
    Rule("see-you", wish.says_see_you, ABSORB),
    # Reviews in which nothing may go out: we do not know that there is somebody who should hear from us, or it is
    # for a person to find the words. The first says why; the others are shown too.
    Rule("not-authentic", origin.is_forged, REVIEW, is_silent=True),
    Rule("no-author", origin.has_no_author, REVIEW, is_silent=True),
    Rule("doubtful-author", origin.is_author_doubtful, REVIEW, is_silent=True),
    Rule("own-address", origin.is_from_ourselves, REVIEW, is_silent=True),
    Rule("unclaimed", origin.is_unclaimed, REVIEW, is_silent=True),
    Rule("no-event", origin.has_no_event, REVIEW, is_silent=True),
    Rule("wiki-mail", origin.is_from_the_wiki, REVIEW, is_silent=True),
    Rule("case", content.is_about_a_case, REVIEW, is_silent=True),
    Rule("maybe-grave", content.may_be_grave, REVIEW, is_silent=True),
    Rule("disrespect", content.is_disrespectful, REVIEW, is_silent=True),
    Rule("maybe-spam", content.may_be_spam, REVIEW, is_silent=True),
    Rule("unanswerable", origin.cannot_be_answered, REVIEW, is_silent=True),
    Rule("loop-cap", origin.is_over_the_cap, REVIEW, is_silent=True),
    Rule("suppressed", origin.is_suppressed, REVIEW, is_silent=True),
    # They were told once that somebody looks.
    Rule("in-review", wish.is_in_review, REVIEW, is_silent=True),
    # Reviews in which the person is told that somebody looks.
    Rule("all-quoted", content.is_all_quoted, REVIEW),
    Rule("damaged", content.is_damaged, REVIEW),
    Rule("for-another", wish.is_for_another, REVIEW),
    Rule("several-accounts", wish.names_several_accounts, REVIEW),
    Rule("account-unsure", wish.is_unsure_of_the_account, REVIEW),
    Rule("other-account", wish.is_other_account, REVIEW),
    Rule("declined-before", wish.was_declined, REVIEW),
    Rule("asks-again", wish.asks_again_for_the_link, REVIEW),
    Rule("waiting", wish.is_waiting, REVIEW),
    Rule("account-asked-before", wish.gives_no_account_again, REVIEW),
    Rule("account-question-open", wish.leaves_our_question_open, REVIEW),
    Rule("low-confidence", content.is_unsure, REVIEW),
    # Late stands after every doubt: only who surely wants to come is told at once that it is late.
    Rule("late", wish.is_late, REVIEW),
    # A person should see these; the rest of the message is done all the same.
    Rule("logistics", content.asks_about_the_mechanics, REVIEW, goes_ahead=True),
    Rule("accommodation", content.needs_accommodation, REVIEW, goes_ahead=True),
    # What is done by itself. A missing account comes before the wish: an account is asked for once.
    Rule("withdrawal", wish.withdraws, ACCEPT),
    Rule("account-missing", wish.has_no_account, ACCEPT),
    Rule("attendance", wish.wants_to_come, ACCEPT),
    Rule("question", content.asks, ACCEPT),
)

SILENT = frozenset(rule.name for rule in CHAIN if rule.is_silent)
MORE_LIKELY_THAN_NOT = 0.5
LATE_ONLY = frozenset({"late", "logistics", "accommodation"})

UNKNOWN = Decision(REVIEW, ("It asks for nothing that is done by itself.",), ("unclear",))
"""What no rule knows is a person's."""


def decide(matter: Matter) -> Decision:
    """The verdict, with the reasons. A review shows every reason for one; other verdicts show theirs alone."""
    spoken = [(rule, reason) for rule in CHAIN if (reason := rule.question(matter)) is not None]
    if not spoken:
        return UNKNOWN
    first = spoken[0][0]
    if first.verdict is not REVIEW:
        return Decision(first.verdict, (spoken[0][1],), (first.name,))
    reviews = [(rule, reason) for rule, reason in spoken if rule.verdict is REVIEW]
    return Decision(
        REVIEW,
        tuple(reason for _, reason in reviews),
        tuple(rule.name for rule, _ in reviews),
        is_alarm=any(rule.is_alarm for rule, _ in reviews),
        goes_ahead=all(rule.goes_ahead or rule.verdict is ACCEPT for rule, _ in spoken) and len(spoken) > len(reviews),
    )


def answers(matter: Matter, decision: Decision) -> tuple[Purpose, ...]:
    """The mails that would go, were the account in good standing. One message gets one answer, or none."""
    if not may_answer(matter):
        return ()
    if decision.verdict is ACCEPT or decision.goes_ahead:
        return _answers_to_what_was_asked(matter)
    return _answers_while_a_person_looks(matter, decision) if decision.verdict is REVIEW else ()


def may_answer(matter: Matter) -> bool:
    """Whether any automatic answer may go out. A calendar's click needs no letter."""
    may = matter.answer_to is not None and matter.no_answer is None and not matter.is_suppressed
    return may and matter.is_ours and matter.open_event is not None and matter.message.rsvp is not Rsvp.DECLINED


def _answers_to_what_was_asked(matter: Matter) -> tuple[Purpose, ...]:
    """Each of these mails also says that the questions arrived, where there are any."""
    if matter.withdraws:
        return (Purpose.WITHDRAWN,)
    if matter.wants_to_come and not matter.is_approved:
        return (_answer_to_a_wish(matter),)
    return (Purpose.RECEIPT,) if matter.asks else ()


def _answer_to_a_wish(matter: Matter) -> Purpose:
    if not matter.account:
        return Purpose.ACCOUNT_REQUEST
    is_due = matter.event is not None and are_join_details_due(matter.event, matter.facts.received_at)
    return Purpose.JOIN_DETAILS if is_due else Purpose.CONFIRMED


def _answers_while_a_person_looks(matter: Matter, decision: Decision) -> tuple[Purpose, ...]:
    """That somebody looks, and nothing of what they look at."""
    if SILENT & set(decision.rules):
        return ()
    if matter.is_late and set(decision.rules) <= LATE_ONLY:
        return (Purpose.LATE,)
    return (Purpose.UNDER_REVIEW,) if _should_hear_from_us(matter, decision) else ()


def _should_hear_from_us(matter: Matter, decision: Decision) -> bool:
    """Who seems to want to come must know before the call that somebody looks.

    Where we are not sure, all else waits for a person in silence: it may be a case, a cry for help, or spam, and a
    ready "we received your message" is the last that those should get.
    """
    if "low-confidence" not in decision.rules:
        return matter.wants_to_come or matter.withdraws or matter.asks or matter.has(Flag.LOGISTICS)
    is_likely = matter.understanding.confidence >= MORE_LIKELY_THAN_NOT
    return matter.wants_to_come and is_likely and not matter.holds(Act.OTHER)
