"""Serves the pages in a thread of its own, beside the worker. Knows no page."""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

BEGIN_SECONDS = 10.0
MOST_AT_ONCE = 200
TURN_SECONDS = 0.0005
"""So long may one thread compute while another one waits. A page waits at each of its questions to the database:
with Python's usual 5 ms a worker that computes beside it makes a page of 20 ms one of 150."""


class ServeError(OSError):
    """The pages cannot be served at this address; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where the pages are, in truth: port 0 asks for any free one."""

    host: str
    port: int


@contextmanager
def served(application: ASGIApp, listen: str) -> Iterator[Served]:
    """Serves `application` at `host:port` until the block ends. Raises ServeError."""
    sys.setswitchinterval(TURN_SECONDS)
    listening = bound(listen)
    host, port = listening.getsockname()[:2]
    # No access log, whoever listens to its logger: the links in it would be everybody's who reads logs.
    logging.getLogger("uvicorn.access").disabled = True
    configuration = uvicorn.Config(
        application,
        access_log=False,
        log_config=None,
        interface="asgi3",
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="pages")
    thread.start()
    try:
        wait_for(server, thread)
        yield Served(host, port)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def keep_what_is_built() -> None:
    """All that stands now stays to the end, and no search for what nobody needs any more looks at it again.

    One over the weights' and the pages' hundreds of thousands of objects stops every page for a tenth of a second.
    """
    gc.collect()
    gc.freeze()


def until_stopped() -> None:
    """Waits for SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()


def bound(listen: str) -> socket.socket:
    """A listening socket, so that an address in use is one clear line and not a thread that died."""
    try:
        parts = urlsplit(f"//{listen}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or port is None:
        raise ServeError(f'[desk] listen: {listen} is no "host:port"')
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ServeError(f"[desk] listen: {listen} cannot be used ({reason})") from error
    # Head and body of an answer are written apart: without this the second waits 40 ms for a delayed acknowledgement
    # (RFC 9293, 3.7.4), because asyncio sets it only on sockets that name their protocol. Accepted ones inherit it.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    """Returns when the first request would be answered."""
    until = time.monotonic() + BEGIN_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise ServeError("the pages could not be served; the log says why")
        time.sleep(0.01)
