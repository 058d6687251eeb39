"""Who is signed in: by password, with a lock after failures, or by a link that works once. Sets no cookie.

Only digests of tokens are kept. A session ends after a while without a click, after a day, or when somebody ends it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import col, delete, select

from triage import passwords
from triage.flow.history import record
from triage.flow.staff.accounts import active, found
from triage.flow.work import Work
from triage.model.staff import Role, Staff
from triage.store.tables import SignInLinkRow, StaffRow, StaffSessionRow

IDLE = timedelta(hours=4)
LASTS = timedelta(hours=24)
LINK_LASTS = timedelta(minutes=30)
SEEN_AGAIN = timedelta(minutes=1)
"""So seldom is it written down that somebody is still here: a write for each click would cost more than it tells."""

FREE_ATTEMPTS = 5
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(minutes=15)
"""Not for good: or a stranger who knows a name could keep its owner out. A sign-in link opens a locked account."""

# Asked with every click, and said once: building a statement costs more than running it.
_HOLDS = (
    select(StaffSessionRow, StaffRow)
    .join(StaffRow, col(StaffRow.name) == StaffSessionRow.staff)
    .where(StaffSessionRow.token_digest == bindparam("token"), col(StaffRow.is_active).is_(True))
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as the browser holds it: `token` is nowhere else."""

    staff: Staff
    token: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nobody was signed in. `until`: no password is looked at before."""

    until: datetime | None = None


def sign_in(work: Work, name: str, password: str) -> SignedIn | Refusal:
    """By name and password. Takes the same time for a name that nobody has."""
    row = held(work, name)
    if row is not None and row.locked_until is not None and row.locked_until > work.now:
        return Refusal(row.locked_until)
    is_right = passwords.is_right(password, row.password_hash if row and row.is_active else "")
    if row is None or not row.is_active:
        return Refusal()
    if not is_right:
        return failed(work, row)
    if passwords.is_outdated(row.password_hash):
        row.password_hash = passwords.hashed(password)
    return begun(work, row)


def held(work: Work, name: str) -> StaffRow | None:
    """The account, held until we are done: many attempts at once are counted one by one, and the lock comes in time."""
    row = found(work, name)
    if row is None:
        return None
    return work.session.get(StaffRow, row.name, with_for_update=True, populate_existing=True)


def failed(work: Work, row: StaffRow) -> Refusal:
    """One attempt more; from the fifth on each doubles the time until the next."""
    row.failed_attempts += 1
    over = row.failed_attempts - FREE_ATTEMPTS
    if over >= 0:
        row.locked_until = work.now + min(FIRST_LOCK * (1 << min(over, 10)), LONGEST_LOCK)
        record(work.session, work.now, "sign-in locked", who=row.name, new={"attempts": row.failed_attempts})
    work.session.add(row)
    return Refusal(row.locked_until if over >= 0 else None)


def begun(work: Work, row: StaffRow) -> SignedIn:
    """A new session; old ones of other browsers stay, those that are over go."""
    row.failed_attempts, row.locked_until = 0, None
    work.session.add(row)
    work.session.exec(delete(StaffSessionRow).where(col(StaffSessionRow.expires_at) < work.now))
    token = secrets.token_urlsafe(32)
    session = StaffSessionRow(
        token_digest=digest(token),
        staff=row.name,
        created_at=work.now,
        seen_at=work.now,
        expires_at=work.now + LASTS,
    )
    work.session.add(session)
    work.session.flush()
    record(work.session, work.now, "signed in", who=row.name)
    return SignedIn(Staff(row.name, Role(row.role)), token)


def who_is(work: Work, token: str) -> tuple[Staff, StaffSessionRow] | None:
    """Who holds this token, if the session is not over. The role is today's, not that of the sign-in."""
    row = work.session.exec(_HOLDS, params={"token": digest(token)}).first()
    if row is None:
        return None
    session, staff = row
    if work.now >= session.expires_at or work.now - session.seen_at >= IDLE:
        return None
    return Staff(staff.name, Role(staff.role)), session


def seen(work: Work, token_digest: str) -> None:
    """They are still here."""
    row = work.session.get(StaffSessionRow, token_digest)
    if row is not None:
        row.seen_at = work.now
        work.session.add(row)


def end(work: Work, token_digest: str) -> None:
    """Signed out."""
    work.session.exec(delete(StaffSessionRow).where(col(StaffSessionRow.token_digest) == token_digest))


def link_for(work: Work, name: str) -> str:
    """The token of a link that signs them in, once, within half an hour. Raises ImpossibleError."""
    row = active(work, name)
    token = secrets.token_urlsafe(32)
    work.session.add(SignInLinkRow(token_digest=digest(token), staff=row.name, expires_at=work.now + LINK_LASTS))
    work.session.flush()
    record(work.session, work.now, "sign-in link made", who=work.who, new={"name": row.name})
    return token


def by_link(work: Work, token: str) -> SignedIn | Refusal:
    """The link is used up, whoever follows it first."""
    held = select(SignInLinkRow).where(SignInLinkRow.token_digest == digest(token)).with_for_update()
    link = work.session.exec(held).first()
    if link is None or link.used_at is not None or work.now >= link.expires_at:
        return Refusal()
    link.used_at = work.now
    work.session.add(link)
    return begun(work, active(work, link.staff))


def digest(token: str) -> str:
    """A token has 256 bits of chance in it, so that no slow hash is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
