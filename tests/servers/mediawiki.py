"""A real MediaWiki on SQLite in a throw-away folder, from Debian's package, served by PHP itself on loopback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dovecot import free_port

HERE = Path("/usr/share/mediawiki")
_MORE = """
wfLoadExtension( 'Cite' );
wfLoadExtension( 'ParserFunctions' );
wfLoadExtension( 'Poem' );
$wgShowExceptionDetails = true;
$wgEnableMagicLinks = [ 'ISBN' => true, 'PMID' => true, 'RFC' => true ];
$wgExternalLinkTarget = false;
$wgMainCacheType = CACHE_NONE;
"""


@dataclass(frozen=True, slots=True)
class RealWiki:
    """`edit` saves a page; `parse` renders wikitext as if it were saved by somebody who signs."""

    base: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api.php"

    def edit(self, title: str, text: str) -> None:
        command = ["php", str(HERE / "maintenance" / "edit.php"), "--user", "Admin", title]
        subprocess.run(  # noqa: S603 - our own words
            command, input=text.encode(), check=True, env=_environment(self.base), stdout=subprocess.DEVNULL
        )

    def parse(self, text: str, title: str = "Notes") -> dict[str, Any]:
        """The answer of action=parse: `text` is HTML; links, templates, categories, sections stand beside it."""
        asked = {
            "action": "parse",
            "format": "json",
            "formatversion": "2",
            "contentmodel": "wikitext",
            "title": title,
            "text": text,
            "pst": "1",
            "disablelimitreport": "1",
            "disableeditsection": "1",
            "prop": "text|links|templates|images|externallinks|categories|sections|properties|iwlinks|langlinks",
        }
        body = urllib.parse.urlencode(asked).encode()
        with urllib.request.urlopen(self.api, body, timeout=60) as answer:  # noqa: S310 - loopback
            said = json.load(answer)
        parsed: dict[str, Any] = said["parse"]
        return parsed

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.base, ignore_errors=True)


def start_mediawiki() -> RealWiki:
    """Install it, make the template for the sign of an address, serve it. FileNotFoundError if it is missing."""
    if shutil.which("php") is None or not (HERE / "maintenance" / "install.php").exists():
        raise FileNotFoundError("these tests need MediaWiki: install Debian's mediawiki, php-cli and php-sqlite3")
    base = Path(tempfile.mkdtemp(prefix="mw"))
    port = free_port()
    install = ["php", str(HERE / "maintenance" / "install.php"), "--dbtype", "sqlite", "--dbpath", str(base / "data")]
    install += ["--dbname", "wiki", "--confpath", str(base), "--server", f"http://127.0.0.1:{port}", "--scriptpath", ""]
    install += ["--lang", "en", "--pass", "a-password-of-no-value", "Notes wiki", "Admin"]
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    with (base / "LocalSettings.php").open("a", encoding="utf-8") as settings:
        settings.write(_MORE)
    serve = ["php", "-S", f"127.0.0.1:{port}", "-t", str(HERE)]
    log = (base / "log").open("wb")
    process = subprocess.Popen(serve, stdout=log, stderr=log, env=_environment(base))  # noqa: S603 - our own words
    log.close()
    wiki = RealWiki(base, port, process)
    _wait(wiki)
    wiki.edit("Template:@", "<includeonly>&#64;</includeonly>")
    return wiki


def _environment(base: Path) -> dict[str, str]:
    return os.environ | {"MW_CONFIG_FILE": str(base / "LocalSettings.php")}


def _wait(wiki: RealWiki) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{wiki.api}?action=query&format=json", timeout=60).close()  # noqa: S310 - loopback
        except urllib.error.URLError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"MediaWiki did not start: {(wiki.base / 'log').read_text(encoding='utf-8')}")
