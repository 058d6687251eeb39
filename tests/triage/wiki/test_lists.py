"""Staff's private list: the same person under other names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.seal import Seal
from triage.wiki import Exact, Near, StandingError, private_list_file, without_addresses
from triage.wiki.aliases import is_one_edit, mailbox_of, skeleton
from triage.wiki.lists import PrivateList, private_list_in

Mac = Callable[[str], bytes]
TEXT = """# people to look at first
Vandal King
J.Doe+spam@googlemail.com
user:foo@bar.example   # an account, not an address
Bob
"""


@pytest.fixture(scope="session")
def mac(seal: Seal) -> Mac:
    return lambda text: seal.mac(b"private list", text)


@pytest.fixture
def listed(mac: Mac) -> PrivateList:
    return private_list_in(TEXT, "list.txt", mac)


@pytest.mark.parametrize(
    "address",
    [
        "jdoe@gmail.com",
        "J.D.O.E@GMAIL.COM",
        "jdoe+conversation+hour@googlemail.com",
        '"j.doe"@gmail.com',
        "ｊｄｏｅ@gmail.com",
        " jdoe@gmail.com. ",
    ],
)
def test_every_form_of_an_address_is_exact(listed: PrivateList, address: str) -> None:
    sentence = "The address, or another form of it, is on the private list (line 3)."
    assert listed.matches(address, "Example") == Exact(sentence)


@pytest.mark.parametrize("address", ["jdoe@example.org", "jdoes@gmail.com", "jdoe@gmail.com.example", "", None])
def test_another_mailbox_is_no_match(listed: PrivateList, address: str | None) -> None:
    assert listed.matches(address, None) is None


@pytest.mark.parametrize(
    ("account", "match"),
    [
        ("vandal_King", Exact("The account Vandal King is on the private list (line 2).")),
        ("Foo@bar.example", Exact("The account Foo@bar.example is on the private list (line 4).")),
        ("Bob", Exact("The account Bob is on the private list (line 5).")),
        ("Vаndаl King", Near("The account Vаndаl King looks like Vandal King, which is on the private list (line 2).")),
        ("VANDAL KING", Near("The account VANDAL KING looks like Vandal King, which is on the private list (line 2).")),
        (
            "Vandal Kings",
            Near(
                "The account Vandal Kings is one letter away from Vandal King, which is on the private list (line 2)."
            ),
        ),
        ("Vandal Queen", None),
        ("Rob", None),
        ("1.2.3.4", None),
        (None, None),
    ],
)
def test_accounts_match_exactly_or_nearly(listed: PrivateList, account: str | None, match: Exact | Near | None) -> None:
    assert listed.matches("somebody@example.org", account) == match


def test_exact_address_says_more_than_a_near_account(listed: PrivateList) -> None:
    assert isinstance(listed.matches("jdoe@gmail.com", "Vandal Kings"), Exact)


def test_addresses_are_kept_as_keyed_hashes(listed: PrivateList, mac: Mac) -> None:
    hashed = without_addresses(TEXT, mac)
    assert "doe" not in hashed.casefold()
    assert hashed.splitlines()[2] == f"hash:{mac('jdoe@gmail.com').hex()}"
    assert private_list_in(hashed, "list.txt", mac) == listed
    assert without_addresses(hashed, mac) == hashed


def test_list_of_another_key_matches_nobody(listed: PrivateList, mac: Mac) -> None:
    other = Seal((bytes(32),))
    moved = private_list_in(without_addresses(TEXT, mac), "list.txt", lambda text: other.mac(b"private list", text))
    assert (moved.matches("jdoe@gmail.com", None), listed.matches("jdoe@gmail.com", None) is None) == (None, False)


def test_wrong_line_is_named_but_not_repeated(tmp_path: Path, mac: Mac) -> None:
    path = tmp_path / "list.txt"
    path.write_text("Bob\nsecret|person\n", encoding="utf-8")
    with pytest.raises(StandingError) as caught:
        private_list_file(path, mac).value()
    assert str(caught.value) == f"{path}, line 2: neither an account, an address, nor hash:HEX; mend the line"


def test_changed_list_is_read_again(tmp_path: Path, mac: Mac) -> None:
    path = tmp_path / "list.txt"
    path.write_text("Bob\n", encoding="utf-8")
    kept = private_list_file(path, mac)
    before = kept.value().matches(None, "Alice")
    path.write_text("Bob\nAlice\n", encoding="utf-8")
    assert (before, kept.value().matches(None, "Alice")) == (
        None,
        Exact("The account Alice is on the private list (line 2)."),
    )


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("A.B+c@Example.ORG", "a.b@example.org"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("a@XN--BCHER-KVA.example", "a@xn--bcher-kva.example"),
        ("+only@example.org", "+only@example.org"),
        ("a.b@googlemail.com", "ab@gmail.com"),
        ("no address", "@no address"),
    ],
)
def test_mailbox_of_alias_forms(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("abcd", "abcd", False),
        ("abcd", "abcde", True),
        ("abcd", "acd", True),
        ("abcd", "abxd", True),
        ("abcd", "acbd", True),
        ("abcd", "badc", False),
        ("abcd", "ab", False),
        ("", "a", True),
        ("", "", False),
    ],
)
def test_is_one_edit(one: str, other: str, answer: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (is_one_edit(one, other), is_one_edit(other, one)) == (answer, answer)


@pytest.mark.parametrize(
    ("disguise", "name"),
    [
        ("Раураӏ", "PayPal"),
        ("ΑΒΕΖ", "ABEZ"),
        ("Jóhn", "John"),
        ("Modern", "Modem"),
        ("B0b l", "Bob I"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_skeleton_sees_through_disguises(disguise: str, name: str) -> None:
    assert skeleton(disguise) == skeleton(name)


@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=40))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    assert is_one_edit(skeleton(one), skeleton(other)) == is_one_edit(skeleton(other), skeleton(one))
    assert mailbox_of(mailbox_of(one)).count("@") >= 1
