"""Every section and option, with its default. `config.example.toml` says why each exists."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import Annotated, Any, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator

from triage.config.web_address import LOOPBACK, WebAddress
from triage.model.facts import THRESHOLD
from triage.model.mail import Mode

Security = Literal["tls", "starttls", "none"]
SEAL_KEY_BYTES = 32


def secret_text(value: Any) -> Any:  # noqa: ANN401 - whatever TOML holds is looked at here
    """A secret as text, or from `{ env = "NAME" }`, or from `{ file = "PATH" }` (one trailing newline dropped)."""
    if not isinstance(value, dict):
        return value
    match value:
        case {"env": str(name), **rest} if not rest:
            if name not in os.environ:
                raise ValueError(f"the environment has no {name}; set it, or write the value here")
            return os.environ[name]
        case {"file": str(path), **rest} if not rest:
            try:
                return Path(path).read_text(encoding="utf-8").removesuffix("\n")
            except OSError as error:
                raise ValueError(
                    f"cannot read {path} ({error.strerror}); check the path and who may read it"
                ) from error
    raise ValueError('write a text, { env = "NAME" } or { file = "PATH" }')


Secret = Annotated[SecretStr, BeforeValidator(secret_text)]


def one_address(value: str) -> str:
    """An address as people write it. Whether anybody reads it there is not asked: that needs the network."""
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValueError(f"{value!r} is no mail address") from None


MailAddress = Annotated[str, AfterValidator(one_address)]


def whole_seal_key(value: SecretStr) -> SecretStr:
    """32 bytes in base64url, as `openhour key` prints them; several, newest first, after a rotation."""
    texts = value.get_secret_value().split()
    if not texts:
        raise ValueError("empty; make a key with `openhour key`")
    for text in texts:
        try:
            length = len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (binascii.Error, ValueError):
            length = 0
        if length != SEAL_KEY_BYTES:
            raise ValueError("not a key of 32 bytes in base64url; make one with `openhour key`")
    return value


class Section(BaseModel):
    """A table of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class OAuth2(Section):
    """How to get access tokens from a refresh token (RFC 6749, 6), for OAUTHBEARER or XOAUTH2 as the server offers."""

    token_url: str
    client_id: str
    client_secret: Secret = SecretStr("")
    refresh_token: Secret


class Server(Section):
    """A mail server and how to sign in there."""

    host: str
    port: int = Field(ge=1, le=65535)
    security: Security = "tls"
    username: str = ""
    password: Secret = SecretStr("")
    oauth2: OAuth2 | None = None

    @model_validator(mode="after")
    def no_plain_text_abroad(self) -> Server:
        """Passwords and mails never cross a network unencrypted."""
        if self.security == "none" and self.host not in LOOPBACK:
            raise ValueError(
                f'security = "none" is only for this machine itself, not for {self.host}; use "tls" or "starttls"'
            )
        return self


class Mailbox(Server):
    """The shared mailbox. `addresses` are ours: mail from them is never answered."""

    port: int = Field(default=993, ge=1, le=65535)
    folder: str = "INBOX"
    sent_folder: str = ""
    processed_folder: str = ""
    addresses: tuple[MailAddress, ...] = Field(min_length=1)
    own_list_ids: tuple[str, ...] = ()
    authserv_id: str = ""
    message_id_domain: str = Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$")
    poll_seconds: int = Field(default=15, ge=1)


class Smtp(Server):
    """Where our mails go out. `from` is the author and the envelope sender, so that bounces come back."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=True)

    port: int = Field(default=465, ge=1, le=65535)
    sender: MailAddress = Field(alias="from")
    max_per_hour: int = Field(default=500, ge=1)


class Database(Section):
    """SQLite by default, PostgreSQL by its URL."""

    url: str = "sqlite:///openhour.db"


class SealSection(Section):
    """The key that seals raw mail and join details at rest."""

    key: Annotated[Secret, AfterValidator(whole_seal_key)]


class Wiki(Section):
    """The MediaWiki that knows accounts, and the pages that list bans."""

    api: str = "https://meta.wikimedia.org/w/api.php"
    user_agent: str = ""
    ban_list_pages: tuple[str, ...] = ("WMF Global Ban Policy/List",)
    ban_categories: tuple[str, ...] = ()
    max_age_minutes: int = Field(default=10, ge=1)
    oauth_client_id: str = ""
    oauth_client_secret: Secret = SecretStr("")
    oauth_api: WebAddress = "https://meta.wikimedia.org/w/rest.php"


class StandingSection(Section):
    """Where good standing is asked, and how sure we must be that the account is theirs."""

    source: Literal["wiki", "file"] = "wiki"
    file: str = ""
    required: Literal["claimed", "confirmed"] = "claimed"
    private_list: str = ""

    @model_validator(mode="after")
    def file_is_named(self) -> StandingSection:
        """A file source needs its file."""
        if self.source == "file" and not self.file:
            raise ValueError('source = "file" needs file = "PATH" (one account and its standing a line)')
        return self


class Zoom(Section):
    """Server-to-server OAuth. Empty: the event's own join details are used."""

    account_id: str = ""
    client_id: str = ""
    client_secret: Secret = SecretStr("")
    api: WebAddress = "https://api.zoom.us/v2"

    @model_validator(mode="after")
    def whole_or_empty(self) -> Zoom:
        """With a part of the credentials everybody would be sent the same link, and nobody would have meant that."""
        parts = (self.account_id, self.client_id, self.client_secret.get_secret_value())
        if any(parts) and not all(parts):
            raise ValueError("account_id, client_id and client_secret go together; fill in all three, or none")
        return self


class Automation(Section):
    """How much the machine does by itself."""

    mode: Mode = Mode.SHADOW
    threshold: float = Field(default=THRESHOLD, ge=0.5, le=1)
    answers_per_address_per_day: int = Field(default=4, ge=1)
    answers_per_hour: int = Field(default=300, ge=1)


class Desk(Section):
    """The pages for staff, and the one on which people show whose account it is."""

    listen: str = "127.0.0.1:8080"
    secret: Secret = SecretStr("")
    public_url: WebAddress = ""


class AlarmSection(Section):
    """Who is told when something is wrong. Empty: nobody."""

    to: MailAddress | Literal[""] = ""


class Privacy(Section):
    """Days after an event until raw mail, bodies and addresses are deleted."""

    raw_days: int = Field(default=90, ge=1)
    body_days: int = Field(default=365, ge=1)
    address_days: int = Field(default=730, ge=1)


class Redirects(Section):
    """Where people are pointed when the call is not the place."""

    emergency: str = "emergency@wikimedia.org"
    trust_and_safety: str = "ca@wikimedia.org"
    legal: str = "legal@wikimedia.org"
    human_rights: str = "talktohumanrights@wikimedia.org"
    affiliations: str = "affcom@wikimedia.org"
    grants: str = "grants@wikimedia.org"
    press: str = "press@wikimedia.org"


class Configuration(Section):
    """The whole file."""

    mailbox: Mailbox
    smtp: Smtp
    database: Database = Database()
    seal: SealSection
    wiki: Wiki = Wiki()
    standing: StandingSection = StandingSection()
    zoom: Zoom = Zoom()
    automation: Automation = Automation()
    desk: Desk = Desk()
    alarm: AlarmSection = AlarmSection()
    privacy: Privacy = Privacy()
    redirects: Redirects = Redirects()
    templates: str = ""

    @model_validator(mode="after")
    def pages_have_an_address(self) -> Configuration:
        """A link in a mail needs the address that people see."""
        if self.wiki.oauth_client_id and not self.desk.public_url:
            raise ValueError("[wiki] oauth_client_id needs [desk] public_url, the address in the links of our mails")
        return self
