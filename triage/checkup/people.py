"""Accounts of those who write, and of those who answer: good standing, sign-in on the wiki, the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from intake.store import reading
from triage import app, serving
from triage.checkup.finding import Finding, opened
from triage.config.sections import Configuration
from triage.config.web_address import LOOPBACK
from triage.model.case import StandingState
from triage.model.facts import Ownership
from triage.model.staff import Role
from triage.store.migrations import newest_revision, stored_revision
from triage.store.tables import StaffRow
from triage.web.confirm import SignInError


def standing(configuration: Configuration) -> Iterator[Finding]:
    """Does the source of good standing answer?"""
    source = app.standing_source(configuration)
    [answer] = source.standings(["Example"], app.utc_now())
    if answer.state is StandingState.UNKNOWN:
        why = "; ".join(answer.evidence)
        yield Finding("standing", "wrong", f"{source.name} does not answer ({why}); check [wiki] api and the network")
    else:
        yield Finding("standing", "ok", f"{source.name} answers")


def signing_in(configuration: Configuration) -> Iterator[Finding]:
    """Can people show that an account is theirs?"""
    section, is_required = configuration.wiki, Ownership(configuration.standing.required) is Ownership.CONFIRMED
    if not section.oauth_client_id:
        what = "nobody can sign in on the wiki: only a person's tick confirms an account; set [wiki] oauth_client_id"
        yield Finding("sign-in", "warning" if is_required else "ok", what if is_required else "not set up, not needed")
        return
    try:
        with closing(serving.sign_in(configuration)) as client:
            client.verify()
    except SignInError as error:
        yield Finding("sign-in", "wrong", str(error))
    else:
        yield Finding("sign-in", "ok", f"the wiki knows us; it sends people back to {configuration.desk.public_url}")


def desk(configuration: Configuration) -> Iterator[Finding]:
    """Is it served, is it reached safely, and can somebody let staff in?"""
    section = configuration.desk
    if why := serving.why_no_desk(configuration):
        yield Finding("desk", "warning", f"[desk] secret: {why}")
        return
    yield Finding(
        "desk", "ok", f"served at {section.listen}{f', seen as {section.public_url}' if section.public_url else ''}"
    )
    if not section.public_url:
        yield without_address(section.listen)
    with opened(configuration) as engine:
        if stored_revision(engine) != newest_revision():
            return
        admins = select(StaffRow.name).where(StaffRow.role == Role.ADMIN, col(StaffRow.is_active).is_(True))
        with Session(reading(engine)) as session:
            if session.exec(admins).first() is None:
                what = "nobody can let staff in; make an admin with `openhour staff add NAME --role admin`"
                yield Finding("desk", "warning", what)


def without_address(listen: str) -> Finding:
    """Staff's cookies must not cross a network in clear."""
    mend = "put a TLS proxy in front and write its address, like https://desk.example.org, into [desk] public_url"
    if (urlsplit(f"//{listen}").hostname or "") in LOOPBACK:
        return Finding("desk", "warning", f"it is reached from this machine only; {mend}")
    return Finding("desk", "wrong", f"it listens to the network without TLS, and passwords would cross it; {mend}")
