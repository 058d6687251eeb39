"""The Content-Security-Policy of these pages: nothing is loaded, and the only form ends on the wiki."""

from __future__ import annotations

from urllib.parse import urlsplit

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
