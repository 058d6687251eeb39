"""The HTTP side of the stand-in for Zoom: the token endpoint, bearer tokens, faults that are used up in turn."""

from __future__ import annotations

import base64
import json
import time
from collections import deque
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from standing_in import LoopbackServer
from zoom_faults import EXPIRED, Fault

ACCOUNT, CLIENT, SECRET = "account-1", "client-1", "s3cret"


class Answers(Protocol):
    """What the stand-in knows."""

    knows_secret: str
    faults: deque[Fault]
    requests: list[tuple[str, str, dict[str, Any]]]
    tokens: set[str]

    def answer(self, method: str, path: str, asked: dict[str, Any]) -> Fault: ...


class Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: LoopbackServer

    @property
    def _zoom(self) -> Answers:
        zoom: Answers = self.server.stand_in
        return zoom

    def do_GET(self) -> None:
        self._exchange()

    def do_POST(self) -> None:
        self._exchange()

    def do_PUT(self) -> None:
        self._exchange()

    def do_PATCH(self) -> None:
        self._exchange()

    def _exchange(self) -> None:
        zoom, parts = self._zoom, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if parts.path == "/oauth/token":
            zoom.requests.append(("TOKEN", parts.path, {name: said[0] for name, said in parse_qs(body).items()}))
            self._send(self._fault("TOKEN") or self._token(body))
            return
        asked = json.loads(body) if body else {name: said[0] for name, said in parse_qs(parts.query).items()}
        zoom.requests.append((self.command, parts.path, asked))
        fault = self._fault(self.command)
        if fault is not None and fault.hangs_up_afterwards:
            zoom.answer(self.command, parts.path, asked)
        if fault is not None and (fault.hangs_up or fault.hangs_up_afterwards):
            self.close_connection = True
            return
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in zoom.tokens:
            fault = EXPIRED
        self._send(fault or zoom.answer(self.command, parts.path, asked))

    def _fault(self, method: str) -> Fault | None:
        faults = self._zoom.faults
        if not faults or faults[0].to not in ("", method) or (method == "TOKEN" and faults[0].to != method):
            return None
        fault = faults.popleft()
        time.sleep(fault.seconds)
        return fault

    def _token(self, body: str) -> Fault:
        zoom = self._zoom
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{zoom.knows_secret}".encode()).decode()
        if self.headers.get("Authorization") != basic:
            return Fault(400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"})
        if parse_qs(body) != {"grant_type": ["account_credentials"], "account_id": [ACCOUNT]}:
            return Fault(400, {"reason": "Bad Request", "error": "invalid_request"})
        token = f"token-{len(zoom.requests)}"
        zoom.tokens.add(token)
        said = {"access_token": token, "token_type": "bearer", "expires_in": 3600, "api_url": "https://api.zoom.us"}
        return Fault(200, {**said, "scope": "meeting:read:meeting:admin"})

    def _send(self, answer: Fault) -> None:
        octets = b"" if answer.body is None else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_: object) -> None:
        """Tests look at `requests`."""
