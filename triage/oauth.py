"""Access tokens for IMAP and SMTP, got with a refresh token (RFC 6749, 6).

Does not sign anybody in: the refresh token comes from the configuration. Stores nothing and logs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

import httpx2

from intake.mailbox import TokenError

SPARE_SECONDS = 60.0
"""A token is renewed this long before it expires, so that it lives through the login that it is for."""
UNSTATED_SECONDS = 300.0
"""How long a token is used when the server does not say (RFC 6749, 5.1: it should)."""
TIMEOUT_SECONDS = 15.0

# RFC 6749, 5.2: what only a person can mend, and what to do.
_PERMANENT = {
    "invalid_grant": "the refresh token has ended: sign in again and put the new one into oauth2.refresh_token",
    "invalid_client": "the client is not accepted: check oauth2.client_id and oauth2.client_secret",
    "unauthorized_client": "the client may not use refresh tokens: change its registration at the provider",
    "invalid_request": "the request is not accepted: check the values under oauth2",
    "invalid_scope": "the refresh token does not cover mail: sign in again with the provider's mail scopes",
    "unsupported_grant_type": "the server gives no tokens for refresh tokens: check oauth2.token_url",
}


class OAuthError(TokenError):
    """No access token could be got; the sentence says why and what to do."""


class AccessToken:
    """Call it for an access token that is good now. May be shared by threads; they wait for one request.

    A refresh token that the server exchanges for a new one (RFC 6749, 6) is followed until the
    program ends. `clock` gives monotonic seconds. Raises OAuthError.
    """

    def __init__(
        self,
        token_url: str,
        client_id: str,
        client_secret: str,
        refresh_token: str,
        *,
        client: httpx2.Client | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = token_url
        self._form = {"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": client_id}
        if client_secret:
            self._form["client_secret"] = client_secret
        self._client = client or httpx2.Client(timeout=TIMEOUT_SECONDS)
        self._clock = clock
        self._lock = Lock()
        self._token = ""
        self._good_until = 0.0

    def __call__(self) -> str:
        """The access token, renewed where it has nearly expired."""
        with self._lock:
            if not self._token or self._clock() >= self._good_until:
                self._renew()
            return self._token

    def _renew(self) -> None:
        asked_at = self._clock()
        answer = self._answer()
        self._token = str(answer["access_token"])
        self._good_until = asked_at + _seconds(answer.get("expires_in")) - SPARE_SECONDS
        if answer.get("refresh_token"):
            self._form["refresh_token"] = str(answer["refresh_token"])

    def _answer(self) -> dict[str, Any]:
        if not self._url.startswith("https://"):  # RFC 6749, 3.2: secrets travel only under TLS
            raise OAuthError(f"oauth2.token_url must begin with https://, not {self._url}", is_permanent=True)
        try:
            response = self._client.post(self._url, data=self._form)
        except httpx2.TransportError as error:
            raise OAuthError(f"the token server {self._url} cannot be reached ({error}); it is tried again") from error
        answer = _json(response)
        if response.is_success and answer.get("access_token"):
            return answer
        raise self._refused(response, answer)

    def _refused(self, response: httpx2.Response, answer: dict[str, Any]) -> OAuthError:
        reason = str(answer.get("error", ""))
        if reason in _PERMANENT:
            return OAuthError(f"{self._url}: {_PERMANENT[reason]}", is_permanent=True)
        return OAuthError(f"the token server {self._url} gives no token ({response.status_code}); it is tried again")


def _json(response: httpx2.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _seconds(stated: object) -> float:
    """Some servers state the seconds as text."""
    try:
        return float(str(stated))
    except ValueError:
        return UNSTATED_SECONDS
