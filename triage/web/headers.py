"""Headers of every answer: nothing is loaded from elsewhere, framed, kept or told to the next page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STRICT: Mapping[str, str] = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


def guarding(policy: str, **others: str) -> dict[str, str]:
    """The headers of a part of the site. `others`: names with underscores for hyphens, in place of the usual ones."""
    chosen = {name.replace("_", "-"): value for name, value in others.items()}
    return {"Content-Security-Policy": policy, **STRICT, **chosen}


@dataclass(frozen=True, slots=True)
class Guarded:
    """Puts the headers on each answer of `app`, errors and redirects as well; what an answer says itself stays."""

    app: ASGIApp
    headers: Mapping[str, str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    said.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)
