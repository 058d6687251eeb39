"""Who may use the desk: for admins. Passwords are set on the command line, or by the one-time link made here."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from triage.flow.staff import accounts, sessions
from triage.flow.work import ImpossibleError
from triage.model.staff import LEAST_ROLE, Right, Role
from triage.web.desk.kit import Page, Visit, action, page

RIGHTS: Mapping[Right, str] = {
    Right.READ: "Read every case, mail and page",
    Right.DECIDE: "Decide cases, questions and drafts",
    Right.PAUSE: "Pause all outgoing mail",
    Right.SETTLE: "Settle parked messages and uncertain mails",
    Right.PUBLISH: "Publish answers, say what of the promised is there",
    Right.EVENTS: "Make, move and cancel events",
    Right.MAILINGS: "Write one mail to many",
    Right.FORGET: "Forget a person",
    Right.STAFF: "Say who may use the desk",
}


def rights() -> list[tuple[str, Role]]:
    """What may be done, and from which role on."""
    return [(RIGHTS[right], role) for right, role in LEAST_ROLE.items()]


def shown(visit: Visit, status: int = 200) -> Response:
    """Everybody, and the form for one more."""
    with visit.looking() as work:
        everybody = [(row.name, row.role, row.is_active, row.locked_until) for row in accounts.all_staff(work)]
    return visit.render("staff.html", status, everybody=everybody, roles=list(Role), rights=rights())


def added(visit: Visit) -> Response:
    """A new account."""
    form = visit.form
    name, role, password = form.required("name"), form.choice("role", Role), form.typed("password")
    if role is None or not form.is_good:
        return shown(visit, 422)
    try:
        with visit.working() as work:
            accounts.add(work, name, role, password)
    except ImpossibleError as error:
        form.wrong("password" if isinstance(error, accounts.PasswordError) else "name", str(error.args[0]))
        return shown(visit, 422)
    return visit.go("/desk/staff", f"{name} can sign in now.")


def role_set(visit: Visit) -> Response:
    """Another role."""
    name, role = visit.part("name"), visit.form.choice("role", Role)
    if role is None:
        return shown(visit, 422)
    with visit.working() as work:
        accounts.set_role(work, name, role)
    return visit.go("/desk/staff", f"{name} is {role} now.")


def closed(visit: Visit) -> Response:
    """They can no longer sign in."""
    name = visit.part("name")
    with visit.working() as work:
        accounts.close(work, name)
    return visit.go("/desk/staff", f"{name} can no longer sign in; what they did stays in the history.")


def signed_out(visit: Visit) -> Response:
    """Every browser of theirs is signed out."""
    name = visit.part("name")
    with visit.working() as work:
        accounts.end_all(work, accounts.active(work, name).name)
    return visit.go("/desk/staff", f"{name} is signed out everywhere.")


def link_made(visit: Visit) -> Response:
    """A link that signs them in once: shown here, and nowhere again."""
    name = visit.part("name")
    with visit.working() as work:
        token = sessions.link_for(work, name)
    base = visit.desk.public_url or f"{visit.request.url.scheme}://{visit.request.url.netloc}"
    minutes = int(sessions.LINK_LASTS.total_seconds()) // 60
    return visit.render("staff_link.html", name=name, link=f"{base}/desk/sign-in/{token}", minutes=minutes)


ROUTES: tuple[Page, ...] = (
    page("/desk/staff", Right.STAFF, shown),
    action("/desk/staff", Right.STAFF, added),
    action("/desk/staff/{name}/role", Right.STAFF, role_set),
    action("/desk/staff/{name}/remove", Right.STAFF, closed),
    action("/desk/staff/{name}/sign-out", Right.STAFF, signed_out),
    action("/desk/staff/{name}/link", Right.STAFF, link_made),
)
