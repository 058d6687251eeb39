"""Headers of every answer: nothing is loaded from elsewhere, framed, kept or told to the next page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PARENTS = 3


def content_security_policy(style_hash: str, wiki_origin: str) -> str:
    """Allows our one style sheet, and the button to end on the wiki.

    Browsers ask `form-action` of every redirect behind a form, too, and who is not signed in is sent to another host
    of the wiki first: so the hosts beside it may be reached as well.
    """
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; form-action 'self' {wiki_origin}{_beside(wiki_origin)};"
        " frame-ancestors 'none'; base-uri 'none'"
    )


def _beside(origin: str) -> str:
    """` https://*.wikimedia.org` for meta.wikimedia.org; nothing for a host without a parent, or an IP address."""
    host = urlsplit(origin).hostname or ""
    labels = host.split(".")
    if len(labels) < _PARENTS or labels[-1].isdecimal():
        return ""
    return f" https://*.{'.'.join(labels[1:])}"


@dataclass(frozen=True, slots=True)
class Guarded:
    """Puts the headers on each answer of `app`, errors and redirects as well."""

    app: ASGIApp
    policy: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers())
            await send(message)

        await self.app(scope, receive, sending)

    def _headers(self) -> dict[str, str]:
        return {
            "Content-Security-Policy": self.policy,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "X-Robots-Tag": "noindex, nofollow",
            "Cache-Control": "no-store",
        }
