"""Each port as configured. Nothing is contacted before its first use."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from intake.mailbox import ImapAccount, ImapMailbox, Mailbox
from intake.mailbox import Security as ImapSecurity
from triage.config.sections import Configuration, OAuth2
from triage.courier import Courier, CourierError, SmtpCourier, SmtpSettings
from triage.flow.runtime import StandingSource
from triage.oauth import AccessToken, OAuthError
from triage.seal import Seal
from triage.wiki import FileStanding, KeptFile, PrivateList, Remembered, WikiPages, WikiStanding, private_list_file
from triage.zoom import Credentials, Zoom


def mailbox(configuration: Configuration) -> Mailbox:
    """The shared mailbox over IMAP; nothing is contacted before the first poll."""
    section = configuration.mailbox
    return ImapMailbox(
        ImapAccount(
            host=section.host,
            username=section.username,
            password=None if section.oauth2 else section.password.get_secret_value(),
            token=token(section.oauth2),
            port=section.port,
            security=ImapSecurity(section.security),
            folder=section.folder,
            processed_folder=section.processed_folder,
        )
    )


def courier(configuration: Configuration) -> Courier:
    """What delivers."""
    return SmtpCourier(smtp_settings(configuration))


def smtp_settings(configuration: Configuration) -> SmtpSettings:
    """How to reach the SMTP server."""
    section = configuration.smtp
    return SmtpSettings(
        host=section.host,
        port=section.port,
        security=section.security,
        username=section.username,
        password=section.password.get_secret_value(),
        token=token_for_smtp(section.oauth2),
    )


def token_for_smtp(section: OAuth2 | None) -> Callable[[], str] | None:
    """The same for the courier: no token means that nothing can be sent until somebody mends it."""
    fresh = token(section)
    if fresh is None:
        return None

    def asked() -> str:
        try:
            return fresh()
        except OAuthError as error:
            raise CourierError(str(error)) from error

    return asked


def token(section: OAuth2 | None) -> Callable[[], str] | None:
    """What returns a fresh access token, where one is configured."""
    if section is None:
        return None
    return AccessToken(
        section.token_url,
        section.client_id,
        section.client_secret.get_secret_value(),
        section.refresh_token.get_secret_value(),
    )


def standing_source(configuration: Configuration, remembered: Remembered | None = None) -> StandingSource:
    """Where good standing is asked. `remembered`: how long each ban list was at most."""
    if configuration.standing.source == "file":
        return FileStanding(Path(configuration.standing.file))
    wiki = configuration.wiki
    agent = user_agent(configuration)
    return WikiStanding(wiki.api, agent, wiki.ban_list_pages, wiki.ban_categories, remembered)


def private_list(configuration: Configuration, seal: Seal) -> KeptFile[PrivateList] | None:
    """The accounts and addresses that staff keep an eye on, where there is such a list."""
    path = configuration.standing.private_list
    return private_list_file(Path(path), functools.partial(seal.mac, b"private list")) if path else None


def zoom(configuration: Configuration) -> Zoom | None:
    """The Zoom account, where one is configured; without one an event's own join details are sent."""
    section = configuration.zoom
    if not section.account_id:
        return None
    secret = section.client_secret.get_secret_value()
    return Zoom(section.api, Credentials(section.account_id, section.client_id, secret))


def pages(configuration: Configuration) -> WikiPages:
    """Where the live notes page is read, when a person asks."""
    return WikiPages(configuration.wiki.api, user_agent(configuration))


def user_agent(configuration: Configuration) -> str:
    """Wikimedia asks for a name and a way to reach us (its User-Agent policy)."""
    return configuration.wiki.user_agent or f"openhour/0.1 (mailto:{configuration.smtp.sender})"
