"""The pages of a configured installation: wired here, served beside the worker by `run`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from triage.app import App, templates_beside, user_agent
from triage.compose import environment
from triage.config.sections import Configuration
from triage.web import Served, ServeError, Site, WikiSignIn, served, site

__all__ = ["ServeError", "pages", "sign_in"]


@contextmanager
def pages(app: App) -> Iterator[Served | None]:
    """Serves the pages until the block ends; None where nobody can sign in on the wiki. Raises ServeError."""
    configuration = app.configuration
    if not configuration.wiki.oauth_client_id:
        yield None
        return
    signing_in = sign_in(configuration)
    # The pages are the program's own, whatever folder the mails' texts come from.
    parts = Site(app.runtime, signing_in, configuration.desk.public_url, environment(templates_beside()))
    try:
        with served(site(parts), configuration.desk.listen) as there:
            yield there
    finally:
        signing_in.close()


def sign_in(configuration: Configuration) -> WikiSignIn:
    """The OAuth 2 client of `[wiki]`."""
    wiki = configuration.wiki
    secret = wiki.oauth_client_secret.get_secret_value()
    return_url = f"{configuration.desk.public_url}/confirm/return"
    return WikiSignIn(wiki.oauth_api, wiki.oauth_client_id, secret, return_url, user_agent(configuration))
