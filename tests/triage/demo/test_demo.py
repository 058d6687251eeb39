"""The demo as it is started on a bare machine: a process of its own, its desk, its folder, its end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

RUN = "from triage.cli import main; main()"
LINK = re.compile(r"http://127\.0\.0\.1:\d+(/desk/sign-in/\S+)")
FOLDER = re.compile(r"OPENHOUR_CONFIG=(\S+)/config\.toml")
SECONDS = 120


@dataclass
class Demo:
    """A demo that goes on working. `said`: what it printed until it began to wait."""

    process: subprocess.Popen[str]
    port: int
    said: str

    @property
    def link(self) -> str:
        return self.found(LINK)

    @property
    def folder(self) -> Path:
        return Path(self.found(FOLDER))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def found(self, pattern: re.Pattern[str]) -> str:
        match = pattern.search(self.said)
        assert match, self.said
        return match[1]

    def command(self, *arguments: str) -> tuple[int, str]:
        """Any other command on the demo's installation: exit code and what it printed."""
        environment = os.environ | {"OPENHOUR_CONFIG": str(self.folder / "config.toml")}
        ended = subprocess.run(  # noqa: S603 - the program under test
            openhour(*arguments), env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended.returncode, ended.stdout


def openhour(*arguments: str) -> list[str]:
    return [sys.executable, "-c", RUN, *arguments]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(port: int) -> Demo:
    process = subprocess.Popen(  # noqa: S603 - the program under test
        openhour("demo", "--port", str(port)), stdout=subprocess.PIPE, text=True, env=os.environ | {"COLUMNS": "200"}
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "staff link" in line:
            break
    return Demo(process, port, said)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    running = started(free_port())
    yield running
    folder = running.folder
    running.process.send_signal(signal.SIGINT)
    said = running.process.communicate(timeout=SECONDS)[0]
    # Ctrl-C ends it in order, and nothing is left behind.
    assert (running.process.returncode, said.strip(), folder.exists()) == (0, "bye", False)


def sign_in(browser: httpx2.Client, path: str) -> httpx2.Response:
    """Follows the link and presses its button."""
    proof = re.search(r'name="proof" value="([^"]+)"', browser.get(path).text)
    assert proof
    return browser.post(path, data={"proof": proof[1]}, headers={"Origin": str(browser.base_url).rstrip("/")})


def test_once_shows_the_sums_and_ends_in_order() -> None:
    ended = subprocess.run(openhour("demo", "--once"), capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\npassed    47 = 44 ours + 1 perhaps + 2 not_ours + 0 duplicates\n" in ended.stdout
    assert re.search(r"^ours      44 = .* \+ 0 parked$", ended.stdout, re.MULTILINE)
    assert re.search(
        r"^outgoing  0 queued, \d+ sent, 0 withheld, 0 failed, 0 uncertain, 1 draft$", ended.stdout, re.MULTILINE
    )
    assert "Subject: Your Zoom details" in ended.stdout


def test_link_signs_the_admin_in_once_and_nobody_else_is_let_in(demo: Demo) -> None:
    with httpx2.Client(base_url=demo.address) as admin, httpx2.Client(base_url=demo.address) as stranger:
        first = sign_in(admin, demo.link)
        second = sign_in(stranger, demo.link)
        seen = [admin.get(path).status_code for path in ("/desk", "/desk/staff", "/desk/event/demo-hour/questions")]
        closed = stranger.get("/desk")
    assert (first.status_code, first.headers["location"]) == (303, "/desk")
    assert second.status_code == 410
    assert seen == [200, 200, 200]
    assert (closed.status_code, closed.headers["location"]) == (303, "/desk/sign-in?next=%2Fdesk")


def test_desk_has_something_to_do(demo: Demo) -> None:
    drafts = demo.command("drafts", "list", "--json")[1]
    left = demo.command("event", "left", "last-hour")
    board = demo.command("question", "list", "last-hour", "--all")[1]
    assert [(each["purpose"], each["to"]) for each in map(json.loads, drafts.splitlines())] == [
        ("redirect", "angry@reader.example")
    ]
    assert (left[0], [line[21:].strip() for line in left[1].splitlines()]) == (
        1,
        [
            "1 answer in writing is owed",
            "the notes are missing",
            "the written answers are missing",
            "1 promise of the host is not redeemed",
        ],
    )
    kinds = sorted(re.findall(r"^\S? +\d+  (\w+)", board, re.MULTILINE))
    assert kinds == ["answered", "declined", "live", "live", "live", "merged", "writing"]


def test_a_mail_to_the_demo_is_answered(demo: Demo) -> None:
    import smtplib  # noqa: PLC0415 - here only, as a visitor writes

    port = int(re.findall(r"smtp://127\.0\.0\.1:(\d+)", demo.said)[0])
    ours = "answers@openhour.example"
    with smtplib.SMTP("127.0.0.1", port) as visitor:
        words = b"From: you@reader.example\r\nSubject: CR&S\r\n\r\nI would like to come. My username is Demo Guest.\r\n"
        visitor.sendmail("you@reader.example", [ours], words)
    assert demo.process.stdout is not None
    line = next(line for line in demo.process.stdout if "you@reader.example" in line)
    assert line.split()[:4] == ["accept", "attendance", "en", "you@reader.example"]


def test_port_in_use_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(  # noqa: S603 - the program under test
            openhour("demo", "--port", str(port)), capture_output=True, text=True, timeout=SECONDS, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr == f"openhour: [desk] listen: 127.0.0.1:{port} cannot be used (Address already in use)\n"
