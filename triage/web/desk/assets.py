"""Style sheet and scripts: our own files, under an address that changes with them, kept by browsers for a year."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

KINDS: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOR_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file. `packed`: gzip."""

    kind: str
    plain: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """All files of one folder. One digest for all, so that scripts may import each other by name."""

    files: Mapping[str, Asset]
    digest: str

    def url(self, name: str) -> str:
        """Where a page finds it. Raises KeyError for a file that is not there."""
        return f"/desk/static/{self.digest}/{self.files[name] and name}"

    def serve(self, request: Request) -> Response:
        """The file; an old digest finds nothing, so that a new page never runs an old script."""
        asset = self.files.get(request.path_params["name"])
        if asset is None or request.path_params["digest"] != self.digest:
            raise HTTPException(404)
        is_packed = "gzip" in request.headers.get("accept-encoding", "")
        headers = {"Cache-Control": FOR_A_YEAR, "Content-Type": asset.kind, "Vary": "Accept-Encoding"}
        # A stranger's letter in its sandbox is of no origin at all, and wants the style sheet as well.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if is_packed:
            headers["Content-Encoding"] = "gzip"
        return Response(asset.packed if is_packed else asset.plain, headers=headers)


def assets_in(folder: Path) -> Assets:
    """The files of this folder, read once."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in KINDS)
    contents = {path.name: path.read_bytes() for path in paths}
    digest = hashlib.sha256(b"\0".join(name.encode() + b"\0" + octets for name, octets in contents.items()))
    files = {
        name: Asset(KINDS[Path(name).suffix], octets, gzip.compress(octets, mtime=0))
        for name, octets in contents.items()
    }
    return Assets(files, digest.hexdigest()[:16])
