"""Several applications under one address: the first whose beginning fits answers."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NOT_HERE = PlainTextResponse("There is nothing here.\n", 404)


@dataclass(frozen=True, slots=True)
class Part:
    """`beginning`: of the paths that `app` answers, like `/confirm`; empty for all. Paths are handed on whole."""

    beginning: str
    app: ASGIApp

    def answers(self, path: str) -> bool:
        """`/confirm` is answered for `/confirm` and `/confirm/x`, not for `/confirmed`."""
        return not self.beginning or path == self.beginning or path.startswith(f"{self.beginning}/")


@dataclass(frozen=True, slots=True)
class Joined:
    """An ASGI application of several parts, asked in order."""

    parts: tuple[Part, ...]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        path = scope.get("path", "")
        app = next((part.app for part in self.parts if part.answers(path)), NOT_HERE)
        await app(scope, receive, send)
