"""The wire to Zoom's REST API: the access token, one request at a time, every wait bounded.

It keeps the token and nothing else, repeats a request only for a token that has ended, and knows no registrants.
No address of a person stands in a URL, because URLs are what HTTP libraries log.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx2

from triage.zoom.errors import Fault, ZoomError
from triage.zoom.response import Answer, Reply, answer_from, is_expired_token

SPARE_SECONDS = 60.0
"""A token is renewed this long before it ends."""
UNSTATED_SECONDS = 300.0
MOST_OCTETS = 8 * 1024 * 1024
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Credentials:
    """A server-to-server OAuth app."""

    account_id: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait, in seconds.

    `rest`: Zoom is left alone this long once it was out of reach, so that a queue of mails does not wait for each
    time-out in turn.
    """

    timeout: float = 10.0
    rest: float = 30.0


class Wire:
    """One account. Callers of several threads wait for each other."""

    def __init__(self, api: str, credentials: Credentials, patience: Patience) -> None:
        self._api = api.rstrip("/")
        self._credentials = credentials
        self._patience = patience
        self._client = httpx2.Client(timeout=patience.timeout)
        self._turn = threading.Lock()
        self._token = ""
        self._good_until = 0.0
        self._closed_until = 0.0

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to one request; an empty object for 204. Raises ZoomError."""
        with self._turn:
            if time.monotonic() < self._closed_until:
                raise ZoomError(Fault.UNREACHABLE)
            try:
                return answer_from(self._with_token(method, path, body, parameters))
            except ZoomError as error:
                if error.fault is Fault.UNREACHABLE:
                    self._closed_until = time.monotonic() + self._patience.rest
                raise

    def sign_in(self) -> None:
        """Gets a new token. Raises ZoomError."""
        with self._turn:
            self._fetch_token()

    def close(self) -> None:
        """Closes the connection."""
        self._client.close()

    def _with_token(
        self, method: str, path: str, body: Mapping[str, object] | None, parameters: Mapping[str, str] | None
    ) -> Reply:
        """A token that was revoked, or that a newer one has ended, is replaced once."""
        reply = self._exchange(method, self._api + path, body, parameters)
        if is_expired_token(reply):
            self._token = ""
            reply = self._exchange(method, self._api + path, body, parameters)
        return reply

    def _exchange(
        self, method: str, url: str, body: Mapping[str, object] | None, parameters: Mapping[str, str] | None
    ) -> Reply:
        if not self._token or time.monotonic() >= self._good_until:
            self._fetch_token()
        bearer = {"Authorization": f"Bearer {self._token}"}
        return self._reply(self._client.build_request(method, url, json=body, params=parameters, headers=bearer))

    def _fetch_token(self) -> None:
        """Account credentials grant of server-to-server OAuth. Raises ZoomError."""
        asked_at = time.monotonic()
        known = self._credentials
        form = {"grant_type": "account_credentials", "account_id": known.account_id}
        request = self._client.build_request("POST", token_url(self._api), data=form)
        signed = httpx2.BasicAuth(known.client_id, known.client_secret)
        reply = self._reply(request, signed)
        if HTTPStatus.BAD_REQUEST <= reply.status < HTTPStatus.INTERNAL_SERVER_ERROR and (
            reply.status != HTTPStatus.TOO_MANY_REQUESTS
        ):
            # Zoom says most of it as 400 with a `reason`, some as 401.
            raise ZoomError(Fault.CREDENTIALS, status=reply.status)
        answer = answer_from(reply)
        token, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise ZoomError(Fault.UNEXPECTED)
        self._token = token
        seconds = float(lifetime) if isinstance(lifetime, int | float) else UNSTATED_SECONDS
        self._good_until = asked_at + seconds - SPARE_SECONDS

    def _reply(self, request: httpx2.Request, auth: httpx2.BasicAuth | None = None) -> Reply:
        """What came back, within bounds of time and size. Raises ZoomError."""
        until, octets = time.monotonic() + 2 * self._patience.timeout, bytearray()
        try:
            response = self._client.send(request, auth=auth, stream=True)
            try:
                for piece in response.iter_bytes():
                    octets += piece
                    if len(octets) > MOST_OCTETS or time.monotonic() > until:
                        raise ZoomError(Fault.UNREACHABLE)
            finally:
                response.close()
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ZoomError(Fault.UNREACHABLE) from error
        return Reply(response.status_code, response.headers, bytes(octets))


def token_url(api: str) -> str:
    """Tokens come from the host without its `api.`: zoom.us for api.zoom.us, zoomgov.com for api.zoomgov.com.

    Raises ZoomError for an address that would carry the secret in the clear.
    """
    parts = urlsplit(api)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ZoomError(Fault.CREDENTIALS)
    return f"{parts.scheme}://{parts.netloc.removeprefix('api.')}/oauth/token"
