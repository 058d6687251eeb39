import json
from pathlib import Path

import pytest

PASSWORD = "a sentence that nobody guesses"


@pytest.fixture
def password(folder: Path) -> str:
    path = folder / "password"
    path.write_text(f"{PASSWORD}\nthe second line is not part of it\n", encoding="utf-8")
    return str(path)


def test_staff_are_added_listed_given_another_role_and_removed(folder, openhour, password) -> None:
    assert openhour("staff", "add", "Rosalind", "--role", "admin", "--password-file", password) == (
        0,
        "Rosalind can sign in as admin\n",
        "",
    )
    openhour("staff", "add", "Ada", "--role", "viewer", "--password-file", password)
    assert openhour("staff", "role", "ada", "triager")[1] == "ada is triager now\n"
    openhour("staff", "remove", "Ada")
    listed = [json.loads(line) for line in openhour("staff", "list", "--json")[1].splitlines()]
    assert listed == [
        {"name": "Ada", "role": "triager", "state": "removed"},
        {"name": "Rosalind", "role": "admin", "state": "active"},
    ]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("add", "Rosalind", "--role", "viewer"), "there is a Rosalind already"),
        (("add", "openhour", "--role", "viewer"), "'openhour' cannot be a name"),
        (("add", "a\x1b[31m", "--role", "viewer"), "cannot be a name"),
        (("password", "Nobody"), "nobody is called Nobody"),
    ],
)
def test_staff_command_that_cannot_be_done_says_why(folder, openhour, password, command, says) -> None:
    openhour("staff", "add", "Rosalind", "--role", "admin", "--password-file", password)
    code, out, err = openhour("staff", *command, "--password-file", password)
    assert (code, out) == (2, "")
    assert says in err


def test_only_admin_stays_admin(folder, openhour, password) -> None:
    openhour("staff", "add", "Rosalind", "--role", "admin", "--password-file", password)
    for command in (("remove", "Rosalind"), ("role", "Rosalind", "viewer")):
        code, _, err = openhour("staff", *command)
        assert (code, "Rosalind is the only admin" in err) == (2, True)


@pytest.mark.parametrize(
    ("text", "says"), [("tiny one", "too short"), ("x" * 2000, "too long"), ("aaaaaaaaaaaaa", "easy")]
)
def test_password_that_guards_nothing_is_refused(folder, openhour, text, says) -> None:
    (folder / "weak").write_text(text)
    code, _, err = openhour("staff", "add", "Rosalind", "--role", "admin", "--password-file", "weak")
    assert (code, says in err, text in err) == (2, True, False)


def test_desk_without_secret_says_how_to_make_one(folder, openhour) -> None:
    code, _, err = openhour("desk")
    assert (code, err) == (
        2,
        "openhour: [desk] secret: empty, so that the desk is not served; make one with `openhour key` and write it"
        " there\n",
    )


def test_link_leads_to_the_desk(folder, openhour, password) -> None:
    openhour("staff", "add", "Rosalind", "--role", "admin", "--password-file", password)
    link = openhour("staff", "link", "Rosalind")[1]
    assert link.startswith("http://127.0.0.1:8080/desk/sign-in/")
    assert len(link.strip().rpartition("/")[2]) == 43
