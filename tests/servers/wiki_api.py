"""A MediaWiki action API on loopback: real HTTP, and the answers, limits and errors of the documented modules.

Modules: globalusers, globaluserinfo, globalblocks, revisions, categorymembers, logevents. `faults` are used up,
one a request.
"""

from __future__ import annotations

import gzip
import json
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from standing_in import LoopbackServer, StandIn
from wiki_faults import Fault, said

LIMIT = 50
CLOCK = "2026-11-21T13:00:00Z"


@dataclass
class Request:
    """One question as it came."""

    parameters: dict[str, str]
    headers: dict[str, str]


@dataclass
class StandInWiki(StandIn):
    """`accounts`: name → what the modules say besides id and name. `rows`: answers at most so many rows a request.

    `has_globalusers`: whether the wiki is new enough. `matches_all`: an older wiki, where an unknown name matches every
    block. `pages` and `categories`: title → wikitext, or member titles.
    """

    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    categories: dict[str, list[str]] = field(default_factory=dict)
    lock_log: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    has_globalusers: bool = True
    matches_all: bool = False
    rows: int = 500
    faults: deque[Fault] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    @property
    def api(self) -> str:
        return f"{self.origin}/w/api.php"

    def asked(self, module: str) -> list[dict[str, str]]:
        """The parameters of every request for this module."""
        return [it.parameters for it in self.requests if module in " ".join(it.parameters.values())]

    def answer(self, asked: dict[str, str]) -> dict[str, Any]:
        """The API's answer to one request."""
        for name in ("gususers", "bgtargets"):
            if len(asked.get(name, "").split("|")) > LIMIT:
                text = f'Too many values supplied for parameter "{name}". The limit is {LIMIT}.'
                return json.loads(said("toomanyvalues", text, limit=LIMIT))
        whole: dict[str, Any] = {"batchcomplete": True, "query": {}}
        if "curtimestamp" in asked:
            whole["curtimestamp"] = CLOCK
        for module in filter(None, "|".join(asked.get(it, "") for it in ("list", "meta", "prop")).split("|")):
            self._MODULES.get(module, StandInWiki._unknown)(self, asked, whole, module)
            if "error" in whole:
                return {"error": whole["error"]}
        return whole

    def _unknown(self, _: dict[str, str], whole: dict[str, Any], module: str) -> None:
        whole["warnings"] = {
            "main": {"warnings": "Unrecognized parameter: gususers."},
            "query": {"warnings": f'Unrecognized value for parameter "list": {module}.'},
        }

    def _globalusers(self, asked: dict[str, str], whole: dict[str, Any], module: str) -> None:
        if not self.has_globalusers:
            return self._unknown(asked, whole, module)
        names = asked["gususers"].split("|")
        whole["query"][module] = [self._user(name) for name in names[: self.rows]]
        if names[self.rows :]:
            _continue(whole, gususers="|".join(names[self.rows :]))
        return None

    def _user(self, name: str) -> dict[str, Any]:
        if name not in self.accounts:
            return {"name": name, "missing": True}
        known = {
            "centralid": 4711,
            "name": name,
            "locked": False,
            "registration": "2008-05-12T20:31:02Z",
            "editcount": 12,
        }
        return known | self.accounts[name]

    def _globaluserinfo(self, asked: dict[str, str], whole: dict[str, Any], module: str) -> None:
        name = asked["guiuser"]
        said_of = self.accounts.get(name)
        if said_of is None or said_of.get("missing"):
            whole["query"][module] = {"missing": True}
        elif said_of.get("invalid"):
            whole["error"] = {"code": "invaliduser", "info": f'Invalid username "{name}".'}
        else:
            whole["query"][module] = {"home": "enwiki", "id": 4711, "name": name, "editcount": 12} | said_of

    def _globalblocks(self, asked: dict[str, str], whole: dict[str, Any], module: str) -> None:
        names = asked["bgtargets"].split("|")
        is_filtered = not self.matches_all or any(name in self.accounts for name in names)
        blocks = [it for it in self.blocks if not is_filtered or it.get("target", names[0]).capitalize() in names]
        start = int(asked.get("bgstart", "0"))
        whole["query"][module] = blocks[start : start + self.rows]
        if blocks[start + self.rows :]:
            _continue(whole, bgstart=str(start + self.rows))

    def _revisions(self, asked: dict[str, str], whole: dict[str, Any], _: str) -> None:
        title = self.redirects.get(asked["titles"], asked["titles"])
        page: dict[str, Any] = {"ns": 0, "title": title, "missing": True}
        if title in self.pages:
            content = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": self.pages[title]}
            revision = {"revid": 77, "timestamp": "2026-03-07T10:00:00Z", "slots": {"main": content}}
            page = {"pageid": 5, "ns": 0, "title": title, "revisions": [revision]}
        whole["query"]["pages"] = [page]

    def _categorymembers(self, asked: dict[str, str], whole: dict[str, Any], module: str) -> None:
        start, titles = int(asked.get("cmcontinue", "0")), self.categories.get(asked["cmtitle"], [])
        whole["query"][module] = [{"ns": 2, "title": title} for title in titles[start : start + self.rows]]
        if titles[start + self.rows :]:
            _continue(whole, cmcontinue=str(start + self.rows))

    def _logevents(self, asked: dict[str, str], whole: dict[str, Any], module: str) -> None:
        whole["query"][module] = self.lock_log.get(asked["letitle"], [])

    _MODULES: ClassVar = {
        "globalusers": _globalusers,
        "globaluserinfo": _globaluserinfo,
        "globalblocks": _globalblocks,
        "revisions": _revisions,
        "categorymembers": _categorymembers,
        "logevents": _logevents,
    }


def _continue(whole: dict[str, Any], **more: str) -> None:
    whole.pop("batchcomplete", None)
    whole.setdefault("continue", {"continue": "-||"}).update(more)


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: LoopbackServer

    def do_POST(self) -> None:
        wiki = self.server.stand_in
        wiki.at_once += 1
        wiki.most_at_once = max(wiki.most_at_once, wiki.at_once)
        try:
            self._exchange(wiki)
        finally:
            wiki.at_once -= 1

    def _exchange(self, wiki: StandInWiki) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        parameters = dict(parse_qsl(body, keep_blank_values=True))
        wiki.requests.append(Request(parameters, dict(self.headers.items())))
        fault = wiki.faults.popleft() if wiki.faults else Fault()
        time.sleep(fault.seconds)
        if fault.hangs_up:
            self.close_connection = True
            return
        answer = json.dumps(wiki.answer(parameters)).encode() if fault.body is None else fault.body
        self._send(fault, gzip.compress(answer))

    def _send(self, fault: Fault, packed: bytes) -> None:
        self.send_response(fault.status)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.send_header("Set-Cookie", "WMF-Uniq=abc; path=/")
        for name, value in fault.headers:
            self.send_header(name, value)
        self.end_headers()
        for octet in packed if fault.drips else ():
            self.wfile.write(bytes([octet]))
            self.wfile.flush()
            time.sleep(0.1)
        self.wfile.write(b"" if fault.drips else packed)

    def log_message(self, *_: object) -> None:
        """Tests look at `requests`."""


StandInWiki.exchange = _Exchange
