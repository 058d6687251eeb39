"""A mail server on loopback that takes everything and remembers nothing but who got which Message-ID how often."""

from __future__ import annotations

import re
import socketserver
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Self

ANSWERS = {b"QUIT": b"221 bye\r\n", b"EHLO": b"250-sink\r\n250 PIPELINING\r\n"}
ID = re.compile(rb"^Message-ID: ?(?:\r\n )?<([^>]+)>", re.IGNORECASE | re.MULTILINE)


@dataclass
class CountingSmtp:
    """`taken`: (recipient, Message-ID) → how often the final dot was answered with yes."""

    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def __enter__(self) -> Self:
        sink = self

        class Talk(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self) -> None:
                self.wfile.write(b"220 sink\r\n")
                recipient = b""
                while line := self.rfile.readline():
                    verb = line[:4].upper()
                    if verb == b"RCPT":
                        recipient = line.partition(b"<")[2].partition(b">")[0]
                    if verb == b"DATA" and not self.content(recipient):
                        return
                    self.wfile.write(ANSWERS.get(verb, b"250 OK\r\n"))

            def content(self, recipient: bytes) -> bool:
                """Everything up to the dot; False where the other side went away before it."""
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    if not line.endswith(b"\n"):
                        return False
                    lines.append(line)
                found = ID.search(b"".join(lines))
                sink.count(recipient.decode(), found[1].decode() if found else "")
                return True

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def count(self, recipient: str, message_id: str) -> None:
        with self.lock:
            self.taken[recipient, message_id] += 1
