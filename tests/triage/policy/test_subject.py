import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.policy.subject import base_subject, folded, has_reply_prefix, is_default, names

STRONG = [
    ("CR&S", "as announced"),
    ("CR & S", "with blanks"),
    ("cr&s", "in lower case"),
    ("cr&amp;s", "escaped once on its way"),
    ("CR&amp;amp;amp;S", "escaped three times"),
    ("CR&#38;S", "as a numeric reference"),
    ("CR＆S", "with the wide sign of a Chinese keyboard"),
    ("CR%26S", "from a link with an escaped sign"),
    ("CR amp;S", "half of an entity"),
    ("CR and S", "spelled out in English"),
    ("CR und S", "in German"),
    ("CR et S", "in French"),
    ("CR y S", "in Spanish"),
    ("CR e S", "in Italian or Portuguese"),
    ("CR и S", "in Russian"),
    ("CRandS", "without blanks"),
    ("C R & S", "letter by letter"),
    ("C.R.&S.", "with dots"),
    ("C. R. & S.", "with dots and blanks"),
    ("CR+S", "with a plus"),
    ("CR/S", "with a slash"),
    ("CR-S", "with a hyphen"),
    ("“CR&S”", "with the curly quotes of the announcement"),
    ("[CR&S] hello", "as a tag"),
    ("СR&S", "with a Cyrillic С"),
    ("CR&Ѕ", "with a Cyrillic Ѕ"),
    ("CR\u200b&\u200bS", "with zero-width spaces"),
    ("\u202bCR&S\u202c", "with marks of direction"),
    ("Question about CR&S, please", "contained, not equal"),
    ("给CR&S的问题", "between Chinese words"),
]
NOT_STRONG = [
    ("ACR&S", "another name that ends alike"),
    ("CRISPR & science", "words that begin alike"),
    ("CRS report", "without the sign"),
    ("CR", "what a link with an unescaped sign leaves"),
    ("cres", "a glued single e"),
    ("crys", "a glued single y"),
    ("CR&Sx", "a longer name"),
    ("macros and sons", "letters inside words"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("subject", "why"), STRONG)
def test_series_is_named_in_each_strong_form(subject: str, why: str) -> None:
    assert is_default(folded(subject)), why
    assert is_default(base_subject(f"Re: Fwd: {subject}")), why


@pytest.mark.parametrize(("subject", "why"), NOT_STRONG)
def test_series_is_not_named_by_what_looks_alike(subject: str, why: str) -> None:
    assert not is_default(folded(subject)), why


PREFIXES = [
    ("Re:", "English"),
    ("RE[2]:", "numbered in brackets"),
    ("Re^3:", "numbered with a hat"),
    ("Re (4):", "numbered in parentheses"),
    ("Re :", "French spacing"),
    ("Re：", "a wide colon"),
    ("AW:", "German"),
    ("Antwort:", "German, spelled out"),
    ("WG:", "German, forwarded"),
    ("Antw:", "Dutch"),
    ("Doorst:", "Dutch, forwarded"),
    ("SV:", "Swedish, Danish, Norwegian"),
    ("VS:", "Finnish, or Norwegian for forwarded"),
    ("RÉP:", "French"),
    ("TR:", "French, forwarded"),
    ("RIF:", "Italian"),
    ("R:", "Italian, one letter"),
    ("I:", "Italian, forwarded, one letter"),
    ("RES:", "Portuguese"),
    ("ENC:", "Portuguese, forwarded"),
    ("RV:", "Spanish, forwarded"),
    ("ODP:", "Polish"),
    ("PD:", "Polish, forwarded"),
    ("ΑΠ:", "Greek"),
    ("ΠΡΘ:", "Greek, forwarded"),
    ("YNT:", "Turkish"),
    ("İLT:", "Turkish, forwarded"),
    ("VÁ:", "Hungarian"),
    ("BLS:", "Indonesian"),
    ("ATB:", "Latvian"),
    ("Отв:", "Russian"),
    ("Ответ:", "Russian, spelled out"),
    ("На:", "Bulgarian"),
    ("Відп:", "Ukrainian"),
    ("回复：", "simplified Chinese"),
    ("回覆:", "traditional Chinese"),
    ("答复:", "simplified Chinese, another"),
    ("转发:", "simplified Chinese, forwarded"),
    ("轉寄:", "traditional Chinese, forwarded"),
    ("返信:", "Japanese"),
    ("転送:", "Japanese, forwarded"),
    ("답장:", "Korean"),
    ("전달:", "Korean, forwarded"),
    ("رد:", "Arabic"),
    ("إعادة توجيه:", "Arabic, forwarded"),
    ("השב:", "Hebrew"),
    ("הועבר:", "Hebrew, forwarded"),
    ("Trả lời:", "Vietnamese"),
    ("Chuyển tiếp:", "Vietnamese, forwarded"),
    ("[Wikimedia-l]", "the tag of a list"),
    ("Re: [Wikimedia-l] AW: Fwd: RE[3]:", "all at once"),
]


@pytest.mark.parametrize(("prefix", "why"), PREFIXES)
def test_base_subject_stands_without_prefixes(prefix: str, why: str) -> None:
    assert base_subject(f"{prefix} Question for Maggie") == "question for maggie", why


BASES = [
    ("[CR&S] hello", "[cr&s] hello", "a tag that names the series stays"),
    ("Re-election: what now", "re-election: what now", "a word that begins like a prefix"),
    ("Resume the talks", "resume the talks", "another one"),
    ("i think so", "i think so", "one letter without a colon"),
    ("  CR &  S \t hello ", "cr & s hello", "blanks are one"),
    ("&lt;b&gt;CR&amp;S&lt;/b&gt;", "<b>cr&s</b>", "entities of a page that was copied"),
    ("re:", "", "nothing is left"),
]


@pytest.mark.parametrize(("subject", "expected", "why"), BASES)
def test_base_subject_of_odd_subjects(subject: str, expected: str, why: str) -> None:
    assert base_subject(subject) == expected, why


@pytest.mark.parametrize(
    ("subject", "expected"),
    [("Re: CR&S", True), ("[list] AW: CR&S", True), ("CR&S", False), ("[list] CR&S", False), ("", False)],
)
def test_reply_prefix_is_seen_behind_tags(subject: str, expected: bool) -> None:  # noqa: FBT001 - the expected value
    assert has_reply_prefix(subject) is expected


PHRASES = [
    ("Trust & Safety", "my trust and safety question", True, "& is also and"),
    ("Trust & Safety", "trust und safety", True, "and und"),
    ("Trust and Safety", "trust&safety", True, "and the other way round"),
    ("Trust & Safety", "trusts & safety", False, "words stand by themselves"),
    ("Board chat", "the board chat of may", True, "contained"),
    ("Board chat", "the board-chat of may", True, "with a hyphen"),
    ("Board chat", "keyboard chat", False, "not inside a word"),
    ("Час розмов", "мій час розмов завтра", True, "Cyrillic"),
    ("Час розмов", "мій час розмовний", False, "Cyrillic words end too"),
    ("对话时间", "请问对话时间是几点", True, "no blanks between Chinese words"),
    ("T&S", "a t & s question", True, "another acronym"),
    ("   ", "anything", False, "an empty phrase names nothing"),
]


@pytest.mark.parametrize(("phrase", "text", "expected", "why"), PHRASES)
def test_phrase_is_contained_in_a_subject(phrase: str, text: str, expected: bool, why: str) -> None:  # noqa: FBT001
    assert names(phrase, folded(text)) is expected, why


HOSTILE = [
    ("Re: ", "CR&S", "60,000 prefixes"),
    ("[a]", "CR&S", "tags without end"),
    ("[", "CR&S", "brackets that never close"),
    ("amp;", "", "an entity of entities"),
    ("&#9", "", "references"),
    ("9", "", "a number of a million digits"),
    ("c r ", "", "the acronym begun again and again"),
    ("\u0315\u0300", "", "marks that sort in quadratic time"),
    ("ﷺ", "", "one letter that becomes eighteen"),
    (" ", "x", "blanks"),
    ("СR&", "", "look-alikes"),
    ("question for ", "", "an old subject begun again and again"),
]


def _seconds(unit: str, end: str, length: int) -> float:
    subject = "&#" + unit * (length // len(unit)) + end if unit == "9" else unit * (length // len(unit)) + end
    begin = time.process_time()
    base_subject(subject)
    is_default(folded(subject))
    return time.process_time() - begin


@pytest.mark.parametrize(("unit", "end", "why"), HOSTILE)
def test_hostile_subject_takes_linear_time(unit: str, end: str, why: str) -> None:
    quarter, whole = _seconds(unit, end, 60_000), _seconds(unit, end, 240_000)
    # Four times the length; quadratic would be sixteen times. The floor is the clock's own noise.
    assert whole < max(9 * quarter, 0.1), why


def test_sixty_thousand_prefixes_are_all_taken_off() -> None:
    assert base_subject("Re: " * 60_000 + "CR&S") == "cr&s"


def test_subject_of_a_million_letters_is_read_in_a_second() -> None:
    assert _seconds("Re:", "CR&S", 1_000_000) < 1


@given(st.text())
def test_base_subject_is_stable(subject: str) -> None:
    once = base_subject(subject)
    assert "  " not in once
    assert once == once.strip()


@given(st.text(max_size=20), st.text(max_size=20))
def test_phrase_that_stands_alone_is_always_found(before: str, after: str) -> None:
    assert names("Board chat", folded(f"{before} ; Board chat ; {after}"))
