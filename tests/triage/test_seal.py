"""Keys, boxes, keyed names, and the mask for join details that come back."""

from __future__ import annotations

import base64
import html
import quopri
import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.model.mail import JOIN_DETAILS_MARKER
from triage.seal import MASKED, Seal, SealError, key_from_text, mask_for, new_key

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
URL = "https://us02web.zoom.us/j/82345678901?pwd=QWErtyUIop.1&from=addon"
MEETING_ID, PASSCODE = "823 4567 8901", "s3cr$t"
LABEL = b"received/1"


@given(st.binary(max_size=2_000), st.binary(max_size=40))
def test_what_is_sealed_opens_under_its_label(content: bytes, label: bytes) -> None:
    seal = Seal((OLD,))
    assert seal.unseal(seal.seal(content, label), label) == content


def test_two_boxes_of_the_same_content_differ() -> None:
    seal = Seal((OLD,))
    assert seal.seal(b"x", LABEL) != seal.seal(b"x", LABEL)


@given(st.data())
def test_a_box_with_any_octet_changed_does_not_open(data: st.DataObject) -> None:
    seal = Seal((OLD,))
    box = bytearray(seal.seal(b"join details", LABEL))
    at = data.draw(st.integers(0, len(box) - 1))
    box[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealError):
        seal.unseal(bytes(box), LABEL)


@given(st.binary(max_size=60))
def test_arbitrary_octets_are_no_box(octets: bytes) -> None:
    with pytest.raises(SealError):
        Seal((OLD,)).unseal(octets, LABEL)


def test_a_box_moved_to_another_row_does_not_open() -> None:
    seal = Seal((OLD,))
    with pytest.raises(SealError, match="moved from another place"):
        seal.unseal(seal.seal(b"x", b"received/1"), b"received/2")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old_box = Seal((OLD,)).seal(b"x", LABEL)
    both = Seal((NEW, OLD))
    assert both.unseal(old_box, LABEL) == b"x"
    assert Seal((NEW,)).unseal(both.seal(b"y", LABEL), LABEL) == b"y"
    with pytest.raises(SealError, match="add the old key behind the new one"):
        Seal((NEW,)).unseal(old_box, LABEL)


def test_keyed_names_stay_while_both_keys_are_listed() -> None:
    assert Seal((NEW, OLD)).mac(b"uid", "event", "7") == Seal((OLD,)).mac(b"uid", "event", "7")
    assert Seal((NEW,)).mac(b"uid", "event", "7") != Seal((OLD,)).mac(b"uid", "event", "7")


def test_keyed_names_differ_by_label_and_by_how_the_parts_are_cut() -> None:
    mac = Seal((OLD,)).mac
    names = {mac(b"a", "b", "c"), mac(b"ab", "c"), mac(b"a", "bc"), mac(b"a", "b", "c", ""), mac(b"a"), mac(b"x", "b")}
    assert len(names) == 6


def test_a_new_key_can_be_read_back() -> None:
    text = new_key()
    assert (len(key_from_text(text)), key_from_text(f" {text}=\n"), text == new_key()) == (
        32,
        key_from_text(text),
        False,
    )


@pytest.mark.parametrize("text", ["", "short", "ä" * 43, "!" * 43, new_key() + "AAAA"])
def test_a_wrong_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(SealError, match="make one with `openhour key`") as raised:
        key_from_text(text)
    assert not text or text not in str(raised.value)


@pytest.mark.parametrize("keys", [(), (b"short",), (OLD, b"")])
def test_a_seal_without_whole_keys_is_refused(keys: tuple[bytes, ...]) -> None:
    with pytest.raises(SealError, match="32 octets"):
        Seal(keys)


BEFORE = "Here are your Zoom details, as promised by us a while ago: "
CARRIED = [
    ("as it is", f"{BEFORE}{URL} see you"),
    ("without its scheme", "us02web.zoom.us/j/82345678901?pwd=QWErtyUIop.1&from=addon"),
    ("host in other case", URL.replace("us02web", "US02WEB")),
    ("percent-encoded", quote(URL, safe="")),
    ("percent-encoded twice", quote(quote(URL, safe=""), safe="")),
    ("in HTML", html.escape(f'<a href="{URL}">')),
    ("in HTML with numbers", URL.replace("=", "&#61;").replace("?", "&#x3F;")),
    ("quoted-printable", quopri.encodestring((BEFORE + URL).encode()).decode()),
    ("wrapped in a quote", URL.replace("j/", "j/\n> > ")),
    ("base64", base64.b64encode((BEFORE + URL).encode()).decode()),
    ("base64, another alignment", base64.b64encode((" " + BEFORE + URL).encode()).decode()),
    ("base64, the third alignment", base64.b64encode(("  " + BEFORE + URL).encode()).decode()),
    ("base64 in lines", base64.encodebytes((BEFORE + URL).encode()).decode()),
    ("base64url", base64.urlsafe_b64encode((BEFORE + URL).encode()).decode()),
    ("a link-checking gateway", f"https://eur.safelinks.example/?url={quote(URL, safe='')}&data=05"),
    ("another gateway", "https-3A__us02web.zoom.us_j_82345678901-3Fpwd-3DQWErtyUIop.1-26from-3Daddon"),
    ("shortened by hand", "zoom.us/j/82345678901 pwd QWErtyUIop.1"),
    ("meeting id", "Meeting ID: 823 4567 8901"),
    ("meeting id with dashes", "823-4567-8901"),
    ("meeting id in one", "(82345678901)"),
    ("meeting id with hard spaces", "823\u00a04567\u00a08901"),
    ("one tap", "+13462487799,,82345678901#,,,,*s3cr$t#"),
    ("passcode", "Passcode: s3cr$t."),
    ("passcode, quoted-printable", "Passcode: s3cr=24t"),
    ("passcode in HTML", "<b>s3cr&#36;t</b>"),
]
SECRETS = ["82345678901", "823 4567", "823-4567", "QWErtyUIop", "s3cr", "UVdFcnR5", "FXRXJ0eVVJb3", "RV0VydHlVSW9w"]


@pytest.mark.parametrize(("form", "text"), CARRIED, ids=[form for form, _ in CARRIED])
def test_join_details_are_masked_in_every_form_that_mail_gives_them(form: str, text: str) -> None:
    masked = mask_for([URL, MEETING_ID, PASSCODE])(text)
    assert MASKED in masked, form
    assert [secret for secret in SECRETS if secret in masked] == []


@pytest.mark.parametrize(
    "text",
    [
        "My number is 482345678901.",
        "823456789012 things",
        "xs3cr$t and s3cr$ty are other words",
        "https://us02web.zoom.us/j/99999999999",
        "I would like to join the zoom call on 8 December, 23 of us.",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert mask_for([URL, MEETING_ID, PASSCODE])(text) == text


def test_nothing_secret_masks_nothing() -> None:
    assert mask_for(["", " "])("any text") == "any text"


def test_a_masked_text_is_never_filled_in_again() -> None:
    assert JOIN_DETAILS_MARKER not in mask_for([URL])(URL)


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=40), max_size=4))
def test_masking_takes_any_text_and_any_secret(text: str, secrets: list[str]) -> None:
    masked = mask_for(secrets)(text)
    assert isinstance(masked, str)


@pytest.mark.parametrize("hostile", ["u" * 300_000, "8 " * 150_000, "us02web\n> " * 30_000, "8\n\n\n" * 75_000])
def test_masking_is_quick_on_hostile_text(hostile: str) -> None:
    mask = mask_for([URL, MEETING_ID, PASSCODE])
    began = time.perf_counter()
    assert mask(hostile) == hostile
    assert time.perf_counter() - began < 1.0
