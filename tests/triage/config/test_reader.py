"""Every mistake in the file gives one line: what is wrong, where, what to do."""

from pathlib import Path

import pytest

from triage.config import ConfigurationError, read

GOOD = """
[mailbox]
host = "imap.example.org"
username = "answers"
password = "pw"
addresses = ["answers@example.org"]
message_id_domain = "example.org"
[smtp]
host = "smtp.example.org"
from = "answers@example.org"
[seal]
key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""

MISTAKES = [
    (
        "an unknown option is an error",
        GOOD + "colour = 1\n",
        "[seal] colour: unknown option; config.example.toml lists all",
    ),
    ("an unknown section too", GOOD + "[seel]\n", "[seel]: unknown option; config.example.toml lists all"),
    (
        "a missing option is named",
        GOOD.replace('message_id_domain = "example.org"\n', ""),
        "[mailbox] message_id_domain: missing; config.example.toml shows what to write",
    ),
    (
        "passwords never cross a network unencrypted",
        GOOD.replace("[smtp]\n", '[smtp]\nsecurity = "none"\n'),
        '[smtp]: security = "none" is only for this machine itself, not for smtp.example.org; use "tls" or "starttls"',
    ),
    (
        "a short key is no key",
        GOOD.replace("AAAA", "", 1),
        "[seal] key: not a key of 32 bytes in base64url; make one with `openhour key`",
    ),
    (
        "a variable that is not set is named",
        GOOD.replace('"pw"', '{ env = "OPENHOUR_NOT_SET" }'),
        "[mailbox] password: the environment has no OPENHOUR_NOT_SET; set it, or write the value here",
    ),
    (
        "a secret's file that is not there is named",
        GOOD.replace('"pw"', '{ file = "/nowhere/pw" }'),
        "[mailbox] password: cannot read /nowhere/pw (No such file or directory); check the path and who may read it",
    ),
    (
        "an OAuth client without an address for people",
        GOOD + '[wiki]\noauth_client_id = "x"\n',
        "the file: [wiki] oauth_client_id needs [desk] public_url, the address in the links of our mails",
    ),
    (
        "links never cross a network unencrypted",
        GOOD + '[desk]\npublic_url = "http://desk.example"\n',
        "[desk] public_url: write a whole address that begins with https://",
    ),
    (
        "nor do the client's secrets",
        GOOD + '[wiki]\noauth_api = "http://meta.example/w/rest.php"\n',
        "[wiki] oauth_api: write a whole address that begins with https://",
    ),
    (
        "a number out of range",
        GOOD.replace("[smtp]\n", "[smtp]\nport = 0\n"),
        "[smtp] port: Input should be greater than or equal to 1",
    ),
]


@pytest.mark.parametrize(("text", "line"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_mistake_gives_one_line(tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: {line}"


def test_file_that_is_missing_says_where_to_begin(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path / "config.toml")
    assert str(caught.value).endswith("config.toml: no such file; copy config.example.toml there and fill it in")


def test_file_that_is_not_toml_says_so(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        read(path)
