"""One message: the original, its headers, its HTML without anything that acts or loads; and what staff say it means."""

from __future__ import annotations

from justhtml import JustHTML, SanitizationPolicy
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from intake.message import Message
from intake.parse import parse
from triage.flow.desk import correcting
from triage.flow.desk.original import original_text
from triage.flow.joins import all_secrets
from triage.model.reading import Act, Flag, Intent
from triage.model.staff import Right
from triage.seal import mask_for
from triage.web.desk.kit import Page, Visit, action, page

SANDBOX = (
    "default-src 'none'; style-src 'self'; sandbox allow-popups; frame-ancestors 'self'; form-action 'none';"
    " base-uri 'none'"
)
"""What a stranger wrote gets no script, no form, no request and no origin of ours."""
TAGS = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "hr", "i"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"}
)
ATTRIBUTES = {"*": ("dir", "lang"), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}
POLICY = SanitizationPolicy(allowed_tags=TAGS, allowed_attributes=ATTRIBUTES)
"""No picture, no style, no link that could be followed by a slip: its words stay."""


def raw(visit: Visit) -> Response:
    """The original as it arrived, join details masked, as plain text that no browser takes for anything else."""
    octets, message_id = original(visit), visit.number("id")
    with visit.looking() as work:
        mask = mask_for(all_secrets(work.session, work.runtime.seal))
    text = original_text(octets, mask)
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Security-Policy": SANDBOX,
        "Content-Disposition": f'inline; filename="message-{message_id}.txt"',
    }
    return Response(text.encode("utf-8", "replace"), headers=headers)


def html(visit: Visit) -> Response:
    """Its HTML, for a frame of ours."""
    message = parsed(visit)
    if not message.html:
        raise HTTPException(404)
    clean = JustHTML(message.html, sanitize=True, policy=POLICY, fragment=True).to_html(pretty=False)
    page = visit.desk.templates.get_template("desk/message_html.html").render(clean=clean, asset=visit.desk.assets.url)
    return HTMLResponse(page, headers={"Content-Security-Policy": SANDBOX})


def original(visit: Visit) -> bytes:
    """The stored octets; what the privacy clock took is not there."""
    try:
        received = visit.desk.runtime.inbox.received(visit.number("id"))
    except LookupError:
        raise HTTPException(404) from None
    if not received.raw:
        raise HTTPException(404)
    return received.raw


def parsed(visit: Visit) -> Message:
    """The message, join details masked."""
    octets = original(visit)
    with visit.looking() as work:
        mask = mask_for(all_secrets(work.session, work.runtime.seal))
    return parse(octets, visit.desk.runtime.own, mask)


def intent_corrected(visit: Visit) -> Response:
    """What it wants."""
    intent = visit.form.choice("intent", Intent)
    with visit.working() as work:
        correcting.correct_intent(work, visit.number("id"), intent or Intent.OTHER)
    return visit.back("/desk", f"Read as {intent} from now on.")


def account_corrected(visit: Visit) -> Response:
    """Whose account it is."""
    with visit.working() as work:
        correcting.correct_account(work, visit.number("id"), visit.form.text("account"))
    return visit.back("/desk", "The account is as you say; its standing is asked.")


def flags_corrected(visit: Visit) -> Response:
    """What a person should notice."""
    flags = frozenset(flag for flag in Flag if flag in visit.form.all("flag"))
    with visit.working() as work:
        correcting.correct_flags(work, visit.number("id"), flags)
    return visit.back("/desk", "The flags are as you say.")


def act_corrected(visit: Visit) -> Response:
    """What one sentence does."""
    act, number = visit.form.choice("act", Act), visit.form.number("sentence")
    with visit.working() as work:
        correcting.correct_act(work, visit.number("id"), -1 if number is None else number, act or Act.OTHER)
    return visit.back("/desk", f"The sentence counts as {act} from now on.")


ROUTES: tuple[Page, ...] = (
    page("/desk/message/{id}/raw", Right.READ, raw),
    page("/desk/message/{id}/html", Right.READ, html),
    action("/desk/message/{id}/intent", Right.DECIDE, intent_corrected),
    action("/desk/message/{id}/account", Right.DECIDE, account_corrected),
    action("/desk/message/{id}/flags", Right.DECIDE, flags_corrected),
    action("/desk/message/{id}/act", Right.DECIDE, act_corrected),
)
