"""Hundreds of personal links are hidden like one, and texts without them cost nothing."""

import base64
import quopri
from time import perf_counter
from urllib.parse import quote

import pytest

from triage.seal import MASKED, mask_for
from triage.seal.mask import pattern_mask

LINKS = [
    f"https://wikimedia.zoom.example/w/83012345678?tk=aB{n:03}x-Qm9vUmFuZG9t{n * 7919:06}_w.DQYA&pwd=c2VjcmV0cGFzcw.1"
    for n in range(300)
]
LINK = LINKS[217]
TOKEN = "aB217x-Qm9vUmFuZG9t1718423_w.DQYA"
CORE = LINK.removeprefix("https://")


@pytest.mark.parametrize(
    "text",
    [
        f"Join: {LINK}",
        f"> Join: {LINK[:40]}=\r\n> {LINK[40:]} now",
        quopri.encodestring(f"Join: {LINK} ".encode() * 3, quotetabs=True).decode(),
        quote(LINK, safe=""),
        LINK.replace("&", "&amp;"),
        LINK.upper(),
        f"token {TOKEN} alone",
        "the room is 830 1234 5678",
        "passcode c2VjcmV0cGFzcw.1",
        base64.encodebytes(f"x{CORE}".encode()).decode(),
        base64.encodebytes(f"xy{CORE}y".encode()).decode(),
        f"{LINK} and {LINKS[3]}",
    ],
    ids=[
        "as sent", "broken over lines", "quoted-printable", "percent", "HTML", "capitals", "its token",
        "the meeting id", "the passcode that all share", "base64", "base64 otherwise aligned", "two of them",
    ],
)  # fmt: skip
def test_every_form_of_a_personal_link_is_hidden(text: str) -> None:
    masked = mask_for(LINKS)(text)
    assert MASKED in masked
    assert masked == pattern_mask([LINK, LINKS[3]])(text)
    assert [trace for trace in ("Qm9vUmFuZG9t", "1234", "c2VjcmV0") if trace in masked] == []


def test_other_text_is_left_alone_and_costs_little() -> None:
    text = "I would like to attend the call. My username is Marisol Vega.\n" * 40
    begun = perf_counter()
    mask = mask_for(LINKS)
    made = perf_counter() - begun
    begun = perf_counter()
    assert mask(text) == text
    assert (made < 2, perf_counter() - begun < 0.1) == (True, True)


def test_links_that_share_all_their_long_parts_are_hidden_too() -> None:
    links = [f"https://zoom.example/j/83012345678?pwd=c2VjcmV0cGFzcw&n={n}" for n in range(6)]
    assert mask_for(links)(f"see {links[5]}") == f"see https://{MASKED}"
