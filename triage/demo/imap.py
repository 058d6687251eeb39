"""An IMAP server inside this process (pymap), on loopback and an ephemeral port. For the demo and for tests."""

from __future__ import annotations

import asyncio
import threading
import uuid
from argparse import Namespace
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Identity, Login
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata
from pysasl import SASLAuth

HOST = "127.0.0.1"
SECONDS = 10
"""How long a call into the server may take."""


class LoopbackConfig(Config):
    """pymap wants TLS before a login; on loopback there is nobody to listen."""

    @property
    def tls_auth(self) -> SASLAuth:
        """The login mechanisms that are offered without TLS."""
        return SASLAuth.defaults()


class EmbeddedImap:
    """One mailbox for one user. `port` is known after `start`."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._is_ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="imap", daemon=True)
        self._login: Any = None
        self._stop: asyncio.Event | None = None
        self.port = 0

    def start(self) -> EmbeddedImap:
        """Serves until `stop`. Raises TimeoutError when it cannot begin."""
        self._thread.start()
        if not self._is_ready.wait(SECONDS):
            raise TimeoutError("the embedded IMAP server did not start")
        return self

    def stop(self) -> None:
        """Hangs up on everybody."""
        if self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(SECONDS)

    def deliver(self, raw: bytes, when: datetime) -> int:
        """Puts a message into the inbox as a mail server would; `when` (aware) is its INTERNALDATE. Returns the UID."""
        return int(self._call(self._append(raw, when)))

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever the server answers
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    async def _append(self, raw: bytes, when: datetime) -> int:
        async with Identity(self._user, self._login, None, frozenset()).new_session() as session:
            inbox = await session.mailbox_set.get_mailbox("INBOX")
            message = await inbox.append(AppendMessage(raw, when, frozenset()), recent=True)
            return int(message.uid)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(await self._connected(), HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        self._is_ready.set()
        await self._stop.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _connected(self) -> Any:  # noqa: ANN401 - asyncio's callback
        arguments = Namespace(passlib_cfg=None, proxy_protocol=None, inherited_sockets=None)
        config = LoopbackConfig(
            arguments,
            host=HOST,
            port=0,
            tls_enabled=False,
            demo_data=False,
            demo_user=self._user,
            demo_password=self._password,
            invalid_user_sleep=0.0,
            reject_dnsbl=False,
        )
        config.apply_context()
        self._login = Login(config)
        hashed = await Passwords(config).hash_password(self._password)
        self._login.users_dict[self._user] = UserMetadata(config, self._user, password=hashed)
        serve = IMAPServer(self._login, config)

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await serve(reader, writer, SocketInfoLocal(writer, unique_id=uuid.uuid4().bytes))

        return connected
