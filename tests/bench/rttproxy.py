"""A relay that adds a delay each way and limits no bandwidth: rttproxy.py LISTEN_PORT TARGET_PORT MILLISECONDS."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

PIECE_BYTES = 1 << 18


async def relayed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Hand on each piece `seconds` after it came."""
    loop = asyncio.get_running_loop()
    waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def hand_on() -> None:
        while True:
            due, piece = await waiting.get()
            if (left := due - loop.time()) > 0:
                await asyncio.sleep(left)
            if not piece:
                writer.close()
                return
            writer.write(piece)
            await writer.drain()

    handing = asyncio.create_task(hand_on())
    piece = b"."
    while piece:
        piece = b""
        with suppress(ConnectionError):
            piece = await reader.read(PIECE_BYTES)
        waiting.put_nowait((loop.time() + seconds, piece))
    with suppress(ConnectionError):
        await handing


async def serve(port: int, target: int, seconds: float) -> None:
    """Relay every connection until the process is stopped."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", target, limit=1 << 20)
        await asyncio.gather(relayed(reader, back, seconds), relayed(there, writer, seconds))

    server = await asyncio.start_server(connected, "127.0.0.1", port, limit=1 << 20)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 1000))
