"""The pages of a configured installation: wired here, served beside the worker by `run`, alone by `desk`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from triage.app import App, templates_beside, user_agent
from triage.compose import environment
from triage.config import ConfigurationError
from triage.config.sections import Configuration
from triage.web import healthz
from triage.web.confirm import Site, WikiSignIn, site
from triage.web.desk import desk_from, desk_site
from triage.web.desk.keys import LEAST_SECRET
from triage.web.joined import Joined, Part
from triage.web.serve import Served, ServeError, keep_what_is_built, served
from triage.web.unsubscribe import unsubscribe_site

__all__ = ["ServeError", "pages", "sign_in", "why_no_desk"]


@contextmanager
def pages(app: App, *, needs_desk: bool = False) -> Iterator[Served | None]:
    """Serves the pages until the block ends; None where there are none.

    Raises ServeError, and ConfigurationError where `needs_desk` and there can be no desk.
    """
    configuration = app.configuration
    if needs_desk and (why := why_no_desk(configuration)):
        raise ConfigurationError(f"[desk] secret: {why}")
    with ExitStack() as stack:
        parts = tuple(parts_of(app, stack))
        if not parts:
            yield None
            return
        keep_what_is_built()
        yield stack.enter_context(served(Joined(parts), configuration.desk.listen))


def parts_of(app: App, stack: ExitStack) -> Iterator[Part]:
    """Each part that this installation has; what they opened is closed with the stack."""
    configuration, desk = app.configuration, app.configuration.desk
    if configuration.wiki.oauth_client_id:
        signing_in = stack.enter_context(closing(sign_in(configuration)))
        # The pages are the program's own, whatever folder the mails' texts come from.
        confirm = Site(app.runtime, signing_in, desk.public_url, environment(templates_beside()))
        yield Part("/confirm", site(confirm))
    if app.runtime.settings.unsubscribe_url:
        yield Part("/unsubscribe", unsubscribe_site(app.runtime, environment(templates_beside())))
    if why_no_desk(configuration) is None:
        yield Part(healthz.PATH, healthz.healthz_site(app.runtime))
        secret = desk.secret.get_secret_value()
        yield Part("", desk_site(desk_from(app.runtime, secret, desk.public_url, templates_beside())))


def why_no_desk(configuration: Configuration) -> str | None:
    """Why the desk cannot be served, and what to do; None where it can."""
    length = len(configuration.desk.secret.get_secret_value())
    if length == 0:
        return "empty, so that the desk is not served; make one with `openhour key` and write it there"
    if length < LEAST_SECRET:
        return f"only {length} letters long, {LEAST_SECRET} at least; make one with `openhour key`"
    return None


def sign_in(configuration: Configuration) -> WikiSignIn:
    """The OAuth 2 client of `[wiki]`."""
    wiki = configuration.wiki
    secret = wiki.oauth_client_secret.get_secret_value()
    return_url = f"{configuration.desk.public_url}/confirm/return"
    return WikiSignIn(wiki.oauth_api, wiki.oauth_client_id, secret, return_url, user_agent(configuration))
