"""Questions about what a message says and how sure we are of it."""

from __future__ import annotations

from triage.model.reading import Act, Flag, Intent
from triage.policy.matter import Matter

SURE_OF_SPAM = 0.9
"""Spam is only thrown away beyond doubt: losing one volunteer is worse than reading ten offers."""

SURE_OF_COURTESY = 0.85
"""Less than elsewhere, for every single sentence must read as courtesy besides."""

DAMAGE = ("truncated", "damaged", "not opened", "not read", "boundary is missing", "not set apart", "encrypted")
"""Words of the defects after which some of what was written may be missing."""


def threatens_harm(matter: Matter) -> str | None:
    """To oneself or others, also told of somebody else. Our first duty is to get the situation in process."""
    return "It may tell of a threat of harm. Look at once." if matter.has(Flag.THREAT_OF_HARM) else None


def is_spam_beyond_doubt(matter: Matter) -> str | None:
    """From a stranger, about nothing of ours, and surely so."""
    meant = matter.understanding
    is_stranger = matter.thread is None and matter.acquaintance.attendance is None and not meant.accounts
    is_sure = meant.intent is Intent.OTHER and meant.confidence >= max(SURE_OF_SPAM, matter.facts.threshold)
    is_only_spam = meant.flags == {Flag.SPAM} and not meant.doubts and not meant.questions
    return "Spam beyond doubt." if is_stranger and is_sure and is_only_spam else None


def may_be_spam(matter: Matter) -> str | None:
    """Doubtful: a person looks."""
    return "It may be spam." if matter.has(Flag.SPAM) else None


def is_only_courtesy(matter: Matter) -> str | None:
    """Thanks, greetings, a wave. An attachment or an account says that more was meant."""
    meant = matter.understanding
    is_more = matter.message.attachments or meant.account or meant.flags or meant.doubts
    if is_more or meant.intent is not Intent.OTHER or not matter.only(Act.COURTESY):
        return None
    if meant.confidence < SURE_OF_COURTESY or is_damaged(matter) or is_all_quoted(matter):
        return None
    return "A word of thanks or greeting: there is nothing to answer."


def is_about_a_case(matter: Matter) -> str | None:
    """Not for the call; the person is told where to turn, by a person."""
    return "It is about a specific case." if matter.has(Flag.SPECIFIC_CASE) else None


def may_be_grave(matter: Matter) -> str | None:
    """It may be a threat or a case, by one sentence or as a whole, though not clearly enough for the flag."""
    is_flagged = matter.has(Flag.THREAT_OF_HARM) or matter.has(Flag.SPECIFIC_CASE)
    if is_flagged or not (matter.understanding.doubts or matter.holds(Act.HARM, Act.CASE)):
        return None
    return "It may tell, between the lines, of a threat or of a specific case. Read it before anything is answered."


def is_disrespectful(matter: Matter) -> str | None:
    """Insults at people; anger and disagreement are not. A person decides."""
    return "It may be disrespectful to people." if matter.has(Flag.DISRESPECTFUL) else None


def is_unsure(matter: Matter) -> str | None:
    """Unknown means that a person looks."""
    confidence, threshold = matter.understanding.confidence, matter.facts.threshold
    if confidence >= threshold:
        return None
    return f"Not sure enough what it asks for ({confidence:.3f}, and {threshold:.2f} is needed)."


def is_all_quoted(matter: Matter) -> str | None:
    """Words between quotes, or nothing but a quote: who wrote them is not sure."""
    if not matter.message.body.is_all_quoted:
        return None
    return "Nothing but quoted text was found, so it is not sure whose words they are."


def is_damaged(matter: Matter) -> str | None:
    """Some of what was written may be missing."""
    found = [defect for defect in matter.message.defects if any(word in defect for word in DAMAGE)]
    return f"The message is not whole: {'; '.join(found)}." if found else None


def asks_about_the_mechanics(matter: Matter) -> str | None:
    """Time zones, Zoom, a link that does not work: a person answers; the rest goes ahead."""
    return "It asks how the call works, or tells of a difficulty." if matter.has(Flag.LOGISTICS) else None


def needs_accommodation(matter: Matter) -> str | None:
    """Captions, sign language, interpretation: a person sees to it; the rest goes ahead."""
    return "The writer needs an accommodation." if matter.has(Flag.NEEDS_ACCOMMODATION) else None


def asks(matter: Matter) -> str | None:
    """A question or feedback for the call. It never needs an account; out of scope is shown, never refused."""
    if not matter.asks:
        return None
    number = len(matter.understanding.questions)
    return (
        f"It holds {number} questions or pieces of feedback."
        if number > 1
        else "It asks, or tells, the host something."
    )
