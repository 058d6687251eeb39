"""The wire to the wiki's OAuth 2 server: the authorization code flow with PKCE (RFC 6749, 4.1; RFC 7636).

It asks who somebody is and nothing else: with the grant "identify only" the access token can do no more, and it is
forgotten as soon as the name was read. It stores nothing, logs nothing, and decides nothing about a claim.
Source: mediawiki.org, OAuth/For_Developers (OAuth 2), and the answers of Extension:OAuth's REST endpoints.
"""

from __future__ import annotations

import base64
import hashlib
import json
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2

from triage.wiki import StandingError
from triage.wiki.body import received

TIMEOUT_SECONDS = 10.0
_SPENT = frozenset({"invalid_grant", "invalid_request"})
"""A code that expired, was used, or is not one. The server says so under either name, by its age."""
_DENIED = frozenset({"access_denied", "unauthorized_client"})
"""The person said no. Extension:OAuth comes back with the second, and without our state."""
_PASSING = frozenset({"server_error", "temporarily_unavailable"})


class Trouble(StrEnum):
    """Why nobody's account is known now."""

    DENIED = "denied"
    SPENT = "spent"
    UNREACHABLE = "unreachable"
    MISCONFIGURED = "misconfigured"


class SignInError(Exception):
    """The wiki did not say who it is. The sentence is for staff; it holds no code, token or name."""

    def __init__(self, trouble: Trouble, what: str) -> None:
        super().__init__(what)
        self.trouble = trouble


class WikiSignIn:
    """One OAuth client of one wiki. `api` ends in `/rest.php`; `return_url` is the callback that was registered."""

    def __init__(self, api: str, client_id: str, client_secret: str, return_url: str, user_agent: str) -> None:
        self._api = api.rstrip("/")
        self._id = {"client_id": client_id, "redirect_uri": return_url}
        self._secret = {"client_secret": client_secret} if client_secret else {}
        # identity: an answer that unpacks to gigabytes is nothing we must guard against.
        headers = {"User-Agent": user_agent, "Accept": "application/json", "Accept-Encoding": "identity"}
        self._client = httpx2.Client(timeout=TIMEOUT_SECONDS, headers=headers)

    @property
    def host(self) -> str:
        """Where people sign in, as they know it."""
        return urlsplit(self._api).netloc

    @property
    def origin(self) -> str:
        """Scheme and host."""
        parts = urlsplit(self._api)
        return f"{parts.scheme}://{parts.netloc}"

    def authorize_url(self, state: str, verifier: str) -> str:
        """Where to send the browser (RFC 6749, 4.1.1). No scope is named: the client has one grant only."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {"response_type": "code", **self._id, "state": state, "code_challenge": challenge}
        return f"{self._api}/oauth2/authorize?{urlencode({**asked, 'code_challenge_method': 'S256'})}"

    def username(self, code: str, verifier: str) -> str | None:
        """Who signed in, as the wiki writes it; None for an account that the wiki hides. Raises SignInError."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        token = self._asked("POST", "access_token", data={**form, **self._id, **self._secret}).get("access_token")
        if not isinstance(token, str) or not token.isprintable() or not token.isascii():
            raise SignInError(Trouble.UNREACHABLE, f"{self.host} gave no access token")
        profile = self._asked("GET", "resource/profile", headers={"Authorization": f"Bearer {token}"})
        name = profile.get("username")
        return name if isinstance(name, str) and name else None

    def verify(self) -> None:
        """Would the wiki know us? Asks with a code that cannot be one. Raises SignInError."""
        try:
            self.username("openhour-check", "x" * 43)
        except SignInError as error:
            if error.trouble is not Trouble.SPENT:
                raise

    def close(self) -> None:
        """Closes the connection."""
        self._client.close()

    def _asked(self, method: str, endpoint: str, **parts: Any) -> dict[str, Any]:  # noqa: ANN401 - httpx2's own
        try:
            with self._client.stream(method, f"{self._api}/oauth2/{endpoint}", **parts) as response:
                body = received(response.iter_raw(), 2 * TIMEOUT_SECONDS)
        except (httpx2.UnsupportedProtocol, httpx2.InvalidURL, UnicodeError) as error:
            raise SignInError(Trouble.MISCONFIGURED, "[wiki] oauth_api is no address of an API") from error
        except (httpx2.HTTPError, StandingError) as error:
            raise SignInError(Trouble.UNREACHABLE, f"{self.host} cannot be reached for signing in") from error
        return _answer(response.status_code, body, self.host)


def trouble_in(error: str) -> Trouble:
    """What an error means that the wiki sent the browser back with (RFC 6749, 4.1.2.1)."""
    if error in _DENIED:
        return Trouble.DENIED
    return Trouble.UNREACHABLE if error in _PASSING else Trouble.MISCONFIGURED


def _answer(status: int, body: bytes, host: str) -> dict[str, Any]:
    """The JSON object in an answer, or what its error means (RFC 6749, 5.2)."""
    answer = _object(body)
    if status == HTTPStatus.OK and answer is not None and "error" not in answer:
        return answer
    error = str((answer or {}).get("error", ""))
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR or error in _PASSING:
        raise SignInError(Trouble.UNREACHABLE, f"{host} answers with HTTP {status} to a sign-in")
    if error in _SPENT:
        raise SignInError(Trouble.SPENT, f"{host} does not take the code (any more)")
    what = f"{host} does not accept our sign-in; check [wiki] oauth_client_id, oauth_client_secret and oauth_api"
    raise SignInError(Trouble.MISCONFIGURED, what)


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
