"""A TCP relay on loopback that counts what passes, and cuts connections when it is told to."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import Self


@dataclass
class Relay:
    """Relays `port` to `target`. `cut_after`: bytes from the server after which each connection is cut."""

    target: int
    cut_after: int | None = None
    host: str = "127.0.0.1"
    up: int = 0
    down: int = 0
    connections: int = 0
    listener: socket.socket = field(init=False)
    open: list[socket.socket] = field(default_factory=list)

    @property
    def port(self) -> int:
        port: int = self.listener.getsockname()[1]
        return port

    def __enter__(self) -> Self:
        self.listener = socket.create_server((self.host, 0))
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.drop()

    def drop(self) -> None:
        """Cut every connection that is open now."""
        while self.open:
            _close(self.open.pop())

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            server = socket.create_connection(("127.0.0.1", self.target))
            self.open += [client, server]
            Thread(target=self._upwards, args=(client, server), daemon=True).start()
            Thread(target=self._downwards, args=(server, client), daemon=True).start()

    def _upwards(self, client: socket.socket, server: socket.socket) -> None:
        while piece := _received(client):
            self.up += len(piece)
            with suppress(OSError):  # cut meanwhile
                server.sendall(piece)
        _close(server)

    def _downwards(self, server: socket.socket, client: socket.socket) -> None:
        passed = 0
        while piece := _received(server):
            if self.cut_after is not None:
                piece = piece[: max(0, self.cut_after - passed)]
            passed += len(piece)
            self.down += len(piece)
            try:
                client.sendall(piece)
            except OSError:
                break
            if self.cut_after is not None and passed >= self.cut_after:
                break
        _close(client)
        _close(server)


def _received(side: socket.socket) -> bytes:
    try:
        return side.recv(1 << 16)
    except OSError:
        return b""


def _close(side: socket.socket) -> None:
    with suppress(OSError):  # the other side may have closed it already
        side.shutdown(socket.SHUT_RDWR)
    side.close()
