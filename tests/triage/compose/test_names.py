import pytest

from triage.compose.names import Names, names_in, without_names

KNOWN = ("Ada Lovelace", "Ada", "Will", "ada@reader.example", "@ada-l", "Мария Петрова", "Example_user", "李雷", "???")


@pytest.mark.parametrize(
    ("text", "masked", "why"),
    [
        ("Ada Lovelace asks", "[…] asks", "the whole name goes at once"),
        ("ada  lovelace asks", "[…] asks", "case and blanks do not count in a whole name"),
        ("Ada_Lovelace's page", "[…]'s page", "as wikis write names"),
        ("Will will ask", "[…] will ask", "a single word only as it is written"),
        ("Adaptation by Adalbert", "Adaptation by Adalbert", "no part of a longer word"),
        ("write to ada@reader.example.", "write to […].", "an address"),
        ("ask @ada-l, please", "ask […], please", "a handle"),
        ("Спрашивает мария петрова", "Спрашивает […]", "in any script"),
        ("Example user and example_user", "[…] and […]", "an account, twice"),
        ("李雷问：为什么？", "[…]问：为什么？", "inside of a line without blanks"),
        ("??? and 李雷 asked", "??? and […] asked", "what has no letter is no name"),
    ],
)
def test_names_are_masked_whole(text: str, masked: str, why: str) -> None:
    assert without_names(text, Names(KNOWN), "[…]")[0] == masked, why


def test_names_in_a_text_are_told_once_each() -> None:
    assert names_in("Ada, Will, Ada and ADA LOVELACE", KNOWN) == ("Ada", "Ada Lovelace", "Will")


def test_number_of_masked_names_is_told() -> None:
    assert without_names("Ada and Will and Ada", Names(KNOWN), "x") == ("x and x and x", 3)
