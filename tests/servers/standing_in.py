"""What stand-ins on loopback share: they run in a thread of their own, and forget between tests."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self


class LoopbackServer(ThreadingHTTPServer):
    """Serves one stand-in, which its exchanges find as `stand_in`."""

    def __init__(self, stand_in: Any, exchange: type[BaseHTTPRequestHandler]) -> None:  # noqa: ANN401 - any stand-in
        self.stand_in = stand_in
        super().__init__(("127.0.0.1", 0), exchange)

    def handle_error(self, *_: object) -> None:
        """A client that gave up is no news."""


class StandIn:
    """`exchange` answers the requests. Subclasses are dataclasses whose fields all have defaults."""

    exchange: ClassVar[type[BaseHTTPRequestHandler]]

    def __enter__(self) -> Self:
        self.server = LoopbackServer(self, self.exchange)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def begin_anew(self) -> None:
        """Forgets what it knows and was asked, so that one running server serves many tests."""
        for name, fresh in vars(type(self)()).items():
            setattr(self, name, fresh)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"
