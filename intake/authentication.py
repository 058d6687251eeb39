"""What our own border server found out about the author's domain (RFC 8601). Checks no signature itself.

Anybody can write Authentication-Results into a mail, so only those count that carry our authserv-id
and stand where our border puts them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import authres
from authres.core import AuthResError

from intake.message import Authentication

if TYPE_CHECKING:
    from intake.message import Headers, Own

_HEADER = "authentication-results"
_MOST = 10_000  # characters of one field
_BY = re.compile(r"\bby\s+([\w.-]+)", re.IGNORECASE)


def authentication(headers: Headers, own: Own) -> Authentication:
    """`pass`, `fail` or `none` for the author's domain. Forwarders break things: `fail` is no proof of fraud."""
    if not own.authserv_id or headers.author is None:
        return Authentication.NONE
    domain = headers.author.spec.rpartition("@")[2]
    results = [found for value in _border_fields(headers, own.authserv_id) for found in _results(value)]
    return _verdict(results, domain)


def _border_fields(headers: Headers, authserv_id: str) -> list[str]:
    """Our fields above every Received; else the topmost of ours, above the first Received that is not ours."""
    found: list[str] = []
    is_below_ours = False
    for name, value in headers.fields:
        if name == "received":
            if found or _is_foreign(value, authserv_id):
                break
            is_below_ours = True
        elif name == _HEADER and _identity(value) == authserv_id.lower():
            found.append(value)
            if is_below_ours:  # what follows may be the sender's own invention
                break
    return found


def _is_foreign(received: str, authserv_id: str) -> bool:
    """Was this Received written by a server outside our domain? Hops inside name no host, or an address."""
    by = _BY.search(received)
    if by is None or ":" in received[by.end() : by.end() + 1] or by[1].replace(".", "").isdigit():
        return False
    return _organisation(by[1]) != _organisation(authserv_id)


def _organisation(host: str) -> str:
    return ".".join(host.lower().rstrip(".").split(".")[-2:])


def _identity(value: str) -> str:
    words = value.partition(";")[0].split()
    return words[0].strip('"').lower() if words else ""


def _results(value: str) -> list[tuple[str, str, str]]:
    """(method, result, domain) of one field; nothing where it cannot be read."""
    try:
        parsed = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value[:_MOST]}")
    except (AuthResError, ValueError, IndexError, AttributeError, RecursionError):
        # authres raises its own errors on bad grammar and plain ones on input cut in the middle.
        return []
    return [(str(found.method).lower(), str(found.result).lower(), _domain_of(found)) for found in parsed.results]


def _domain_of(result: authres.core.AuthenticationResult) -> str:
    """The domain that a result speaks of: DKIM's d or i, SPF's mailfrom, DMARC's header.from."""
    wanted = {"dkim": ("d", "i"), "spf": ("mailfrom",), "dmarc": ("from",)}.get(str(result.method).lower(), ())
    found = {entry.name: str(entry.value or "") for entry in result.properties}
    return next((found[name].rpartition("@")[2].lower() for name in wanted if found.get(name)), "")


def _verdict(results: list[tuple[str, str, str]], domain: str) -> Authentication:
    first: dict[str, str] = {}
    for method, result, _ in results:
        first.setdefault(method, result)
    if first.get("dmarc") in {"pass", "fail"}:
        return Authentication(first["dmarc"])
    is_aligned = any(
        method in {"dkim", "spf"} and result == "pass" and _is_aligned(of, domain) for method, result, of in results
    )
    if is_aligned:
        return Authentication.PASS
    has_pass = any(result == "pass" for method, result, _ in results if method in {"dkim", "spf"})
    return (
        Authentication.FAIL if "fail" in {first.get("spf"), first.get("dkim")} and not has_pass else Authentication.NONE
    )


def _is_aligned(found: str, domain: str) -> bool:
    """Relaxed alignment (RFC 7489, 3.1) without a list of public suffixes: the same domain, or one inside the other."""
    if "." not in found:
        return False
    return found == domain or domain.endswith("." + found) or found.endswith("." + domain)
