import pytest

from triage.compose.notes_page import NotesPlace, notes_place

API = "https://meta.wikimedia.org/w/api.php"
FORM = "https://meta.wikimedia.org/w/index.php?title={}&action=edit"


@pytest.mark.parametrize(
    ("notes_page", "api", "place"),
    [
        ("", API, None),
        ("Hour_2026/12", API, NotesPlace("Hour 2026/12", FORM.format("Hour_2026/12"), is_ours=True)),
        (
            "https://meta.wikimedia.org/wiki/Hour_%26_notes?uselang=de#top",
            API,
            NotesPlace("Hour & notes", FORM.format("Hour_%26_notes"), is_ours=True),
        ),
        (
            "https://meta.m.wikimedia.org/w/index.php?title=Hour_A&action=edit",
            API,
            NotesPlace("Hour A", "https://meta.m.wikimedia.org/w/index.php?title=Hour_A&action=edit", is_ours=True),
        ),
        (
            "https://wiki.example/wiki/Hour",
            API,
            NotesPlace("Hour", "https://wiki.example/w/index.php?title=Hour&action=edit", is_ours=False),
        ),
        (
            "Hour",
            "http://127.0.0.1:8080/api.php",
            NotesPlace("Hour", "http://127.0.0.1:8080/index.php?title=Hour&action=edit", is_ours=True),
        ),
    ],
)
def test_place_of_the_notes_page(notes_page: str, api: str, place: NotesPlace | None) -> None:
    assert notes_place(notes_page, api) == place
