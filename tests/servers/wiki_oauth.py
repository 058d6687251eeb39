"""An OAuth 2 server on loopback that answers as Extension:OAuth does: authorize, access_token, resource/profile.

Built from the documented flow: a code serves once and for a while, only for the client, the address of return and the
PKCE challenge that it was given for. A person who says no comes back with `unauthorized_client` and without our state.
`faults`: endpoint → (status, body) instead of the right answer; used up, one a request.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from standing_in import LoopbackServer, StandIn

CLIENT, SECRET = "openhour-client", "hunter2"
Answer = tuple[int, dict[str, Any] | str]


@dataclass
class StandInOAuth(StandIn):
    """`signed_in`: who the person in front of the browser is; None: says no. `is_hidden`: the wiki hides the name."""

    return_url: str = ""
    signed_in: str | None = "Marisol Vega"
    is_hidden: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)

    @property
    def api(self) -> str:
        return f"{self.origin}/w/rest.php"

    def asked(self, endpoint: str) -> list[dict[str, str]]:
        """The parameters of every request to this endpoint."""
        return [parameters for path, parameters, _ in self.requests if path == endpoint]

    def authorize(self, asked: dict[str, str]) -> tuple[int, str]:
        """Status and Location, or the sentence of an error page: an unknown client or address never redirects."""
        if asked.get("client_id") != CLIENT or asked.get("response_type") != "code":
            return 401, "Client authentication failed"
        if asked.get("redirect_uri") != self.return_url:
            return 401, "invalid_client"
        if self.signed_in is None:
            denied = {"error": "unauthorized_client", "error_description": "The user denied", "message": "denied"}
            return 302, f"{self.return_url}?{urlencode(denied)}"
        code = "def50200" + secrets.token_hex(40)
        self.codes[code] = {**asked, "user": self.signed_in}
        return 302, f"{self.return_url}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def access_token(self, asked: dict[str, str]) -> Answer:
        if asked.get("client_id") != CLIENT or asked.get("client_secret") != SECRET:
            return 401, _error("invalid_client", "Client authentication failed")
        given = self.codes.pop(asked.get("code", ""), None)
        if given is None:
            return 400, _error("invalid_grant", "Authorization code has been revoked")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.get("code_verifier", "").encode()).digest())
        if given.get("code_challenge_method") != "S256" or given["code_challenge"] != challenge.rstrip(b"=").decode():
            return 400, _error("invalid_grant", "Failed to verify `code_verifier`.")
        if asked.get("redirect_uri") != given["redirect_uri"]:
            return 400, _error("invalid_request", "Invalid redirect URI")
        token = "eyJ0eXAiOiJKV1Qi." + secrets.token_urlsafe(40)
        self.tokens[token] = given["user"]
        return 200, {"token_type": "Bearer", "expires_in": 14400, "access_token": token, "refresh_token": "def502"}

    def profile(self, authorization: str) -> Answer:
        name = self.tokens.get(authorization.removeprefix("Bearer "))
        if name is None:
            return 401, _error("access_denied", "The resource owner or authorization server denied the request.")
        if self.is_hidden:
            return 200, {"sub": "4711", "blocked": True}
        said = {"sub": "4711", "username": name, "editcount": 12, "confirmed_email": True, "blocked": False}
        return 200, {**said, "registered": "20080512203102", "groups": ["*", "user"], "rights": [], "grants": ["basic"]}


def _error(code: str, what: str) -> dict[str, str]:
    return {"error": code, "error_description": what, "message": what}


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: LoopbackServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        self._answer(parts.path.removeprefix("/w/rest.php/oauth2/"), asked)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(self.path.removeprefix("/w/rest.php/oauth2/"), dict(parse_qsl(body)))

    def _answer(self, endpoint: str, asked: dict[str, str]) -> None:
        wiki = self.server.stand_in
        wiki.requests.append((endpoint, asked, dict(self.headers.items())))
        if faults := wiki.faults.get(endpoint):
            self._send(*faults.pop(0))
        elif endpoint == "authorize":
            status, where = wiki.authorize(asked)
            self._send(status, where if status != 302 else "", where if status == 302 else None)
        elif endpoint == "access_token":
            self._send(*wiki.access_token(asked))
        else:
            self._send(*wiki.profile(self.headers.get("Authorization", "")))

    def _send(self, status: int, said: dict[str, Any] | str, location: str | None = None) -> None:
        body = said.encode() if isinstance(said, str) else json.dumps(said).encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests look at `requests`."""


StandInOAuth.exchange = _Exchange
