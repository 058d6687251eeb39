"""Real-looking mails: each `name.eml` beside `name.own.txt`, what its writer wrote."""

from pathlib import Path

import pytest

from intake.parse import parse

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml") if path.with_suffix(".own.txt").exists())


@pytest.mark.parametrize("name", NAMES)
def test_own_words_of_corpus(name: str) -> None:
    found = parse((CORPUS / f"{name}.eml").read_bytes())
    assert found.body.own.strip() == (CORPUS / f"{name}.own.txt").read_text(encoding="utf-8").strip()


def test_corpus_defects_and_authors() -> None:
    found = {name: parse((CORPUS / f"{name}.eml").read_bytes()) for name in NAMES}
    told = {name: mail.defects for name, mail in found.items() if mail.defects}
    assert told == {
        "hostile-charset": ("unknown character set 'x-no-such-thing'",),
        "hostile-encoded-nul": ("From holds control characters that mislead",),
        "hostile-from-name": ("the name in From shows another address than the one it comes from",),
        "hostile-headers": (
            "a lone carriage return in the header section",
            "a line in the header section is not a header field",
        ),
        "hostile-mime": (
            "the last boundary is missing",
            "the parts of the message are not set apart as announced",
            "the text holds NUL characters",
        ),
    }
    assert sorted(name for name, mail in found.items() if mail.headers.author is None) == [
        "hostile-encoded-nul",
        "hostile-from-name",
    ]


def test_corpus_attachments_have_harmless_names() -> None:
    mails = (parse((CORPUS / f"{name}.eml").read_bytes()) for name in NAMES)
    assert [attachment.name for mail in mails for attachment in mail.attachments] == ["Fragen März.pdf", "passwd"]
