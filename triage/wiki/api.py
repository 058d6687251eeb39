"""The wire to MediaWiki's action API: one question at a time, polite, with every wait bounded.

It only reads, keeps no answers, and knows nothing of accounts or standing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx2

from triage.wiki.body import received, unpacked
from triage.wiki.errors import StandingError
from triage.wiki.response import Answer, answer_from
from triage.wiki.words import one_line

ALWAYS = {"action": "query", "format": "json", "formatversion": "2", "maxlag": "5", "curtimestamp": "1"}
MOST_CONTINUATIONS = 20
FIRST_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait, in seconds, and how often we try one question.

    `longest_wait`: a Retry-After beyond it ends the question. `rest`: how long the wiki is left alone after a question
    went unanswered, so that a queue of questions does not wait for each time-out in turn.
    """

    timeout: float = 10.0
    attempts: int = 3
    longest_wait: float = 10.0
    rest: float = 30.0


@dataclass(frozen=True, slots=True)
class Asked:
    """All answers to one question. `is_whole`: the wiki had no more to say."""

    answers: tuple[Answer, ...]
    is_whole: bool


class MediaWiki:
    """One API. Questions of several threads wait for each other (API etiquette: in series, never in parallel)."""

    def __init__(self, api: str, user_agent: str, patience: Patience) -> None:
        self._api = api
        self._patience = patience
        self._client = httpx2.Client(timeout=patience.timeout, headers=_headers(user_agent))
        self._turn = threading.Lock()
        self._closed_until = 0.0
        self._closed_because = ""

    def ask(self, parameters: Mapping[str, str]) -> Answer:
        """The answer to one question. Raises StandingError."""
        with self._turn:
            self._stay_away()
            try:
                return self._patiently({**ALWAYS, **parameters})
            except StandingError as error:
                self._rest_after(error)
                raise

    def ask_all(self, parameters: Mapping[str, str]) -> Asked:
        """The answer with its continuations (API:Continue), within a bound. Raises StandingError."""
        answers: list[Answer] = []
        more: dict[str, str] = {}
        while len(answers) <= MOST_CONTINUATIONS:
            answer = self.ask({**parameters, **more})
            answers.append(answer)
            if "continue" not in answer:
                return Asked(tuple(answers), is_whole=True)
            before, more = more, _continuation(answer["continue"])
            if more in ({}, before):
                break
        return Asked(tuple(answers), is_whole=False)

    def close(self) -> None:
        """Closes the connection."""
        self._client.close()

    def _patiently(self, parameters: dict[str, str]) -> Answer:
        """Tries again while that may help. The waits are few and short: others stand in line behind this question."""
        attempt = 1
        while True:
            try:
                return self._once(parameters)
            except StandingError as error:
                pause = self._pause_after(error, attempt)
                if pause is None:
                    raise
            time.sleep(pause)
            attempt += 1

    def _once(self, parameters: dict[str, str]) -> Answer:
        try:
            # POST: fifty names are too long for an address line, and the answer is never one from a cache.
            with self._client.stream("POST", self._api, data=parameters) as response:
                packed = received(response.iter_raw(), 2 * self._patience.timeout)
        except httpx2.TimeoutException as error:
            raise StandingError("the wiki did not answer in time", may_pass=True) from error
        except (httpx2.UnsupportedProtocol, httpx2.InvalidURL, UnicodeError) as error:
            raise StandingError(f"[wiki] api is no address of an API: {one_line(str(error))}") from error
        except httpx2.HTTPError as error:
            raise StandingError(f"the wiki cannot be reached: {one_line(str(error))}", may_pass=True) from error
        body = unpacked(packed, response.headers.get("Content-Encoding", ""))
        return answer_from(response.status_code, response.headers, body)

    def _pause_after(self, error: StandingError, attempt: int) -> float | None:
        """Seconds until the next attempt: the wiki's own (Retry-After), else doubling. None: it is not worth one."""
        if not error.may_pass or attempt == self._patience.attempts:
            return None
        pause = FIRST_PAUSE * 2 ** (attempt - 1) if error.wait_seconds is None else error.wait_seconds
        return pause if pause <= self._patience.longest_wait else None

    def _rest_after(self, error: StandingError) -> None:
        if error.may_pass or error.wait_seconds is not None:
            error.wait_seconds = max(error.wait_seconds or 0.0, self._patience.rest)
            self._closed_until = time.monotonic() + error.wait_seconds
            self._closed_because = str(error)

    def _stay_away(self) -> None:
        left = self._closed_until - time.monotonic()
        if left > 0:
            raise StandingError(self._closed_because, may_pass=True, wait_seconds=left)


def _headers(user_agent: str) -> dict[str, str]:
    """Who we are (Wikimedia's User-Agent policy), and that a POST of ours changes nothing (API:Etiquette)."""
    name = one_line(user_agent).encode("ascii", "replace").decode("ascii")
    return {"User-Agent": name, "Accept-Encoding": "gzip", "Promise-Non-Write-API-Action": "true"}


def _continuation(said: object) -> dict[str, str]:
    if not isinstance(said, dict):
        return {}
    return {str(key): str(value) for key, value in said.items() if isinstance(value, str | int)}
