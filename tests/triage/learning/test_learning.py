from __future__ import annotations

from pathlib import Path

import pytest

from triage.app import act_model
from triage.learning.corrections import Correction, CorrectionError, checked, corrections
from triage.learning.examples import ExampleError, Kind, calibrating, read, sentence_examples, unmarked
from triage.learning.figures import Bin, Found, Share, calibration_error, found, macro_f1, overlap, reliability
from triage.learning.picture import reliability_plot
from triage.learning.training import fitted, lexicon
from triage.model.mail import Purpose
from triage.model.reading import Act, Intent

TRAIN = {
    "attend": ("I will come", "please send me the link", "count me in", "sign me up for Thursday"),
    "question": ("why is it so?", "how are reports handled?", "what is the U4C?", "who decides that?"),
    "courtesy": ("hello", "thank you very much", "best regards", "kind wishes"),
}
MAIL = """==== a short one
subject: CR&S
intent: both
account: Ann
----
Hello, I will come. I am ⟦a:Ann⟧.

⟦q:How are reports handled?⟧
==== another
subject: CR&S
intent: attendance
----
count me in
==== a third
subject: CR&S
intent: question
flags: threat_of_harm
----
⟦q:what is the U4C?⟧
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    train = tmp_path / "examples" / "train"
    train.mkdir(parents=True)
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "en.txt").write_text("come: come\nlink: link\nthanks: thank\n")
    lines = [
        f"# style: writer {number}\n" + "".join(f"{act} | {texts[number]}\n" for act, texts in TRAIN.items())
        for number in range(4)
    ]
    (train / "en.txt").write_text("".join(lines))
    (train / "en.mails").write_text(MAIL, "utf-8")
    return train


def test_the_same_examples_give_the_same_bytes(folder: Path) -> None:
    examples, words = read(folder), lexicon(folder.parents[1] / "lexicon")
    assert fitted(examples, words).to_bytes() == fitted(examples, words).to_bytes()


def test_folders_say_what_mails_are_like_and_ordinary_ones_calibrate(folder: Path) -> None:
    for kind in ("hard", "ordinary"):
        (folder / kind).mkdir()
        (folder / kind / "en.mails").write_text(MAIL.replace("a short one", f"{kind} one"), "utf-8")
    mails = read(folder).mails
    assert [mail.kind for mail in mails] == [Kind.MIXED] * 3 + [Kind.HARD] * 3 + [Kind.ORDINARY] * 3
    assert calibrating(mails) == [False] * 6 + [True] * 3
    assert calibrating(mails[:6]) == [True] * 6


def test_wrong_line_is_named() -> None:
    with pytest.raises(ExampleError, match=r"en\.txt, line 2"):
        list(sentence_examples("# style: x\nattend I will come\n", "en"))


def test_marks_become_spans() -> None:
    assert unmarked("Hi ⟦a:Ann⟧. ⟦q:Why ⟦a:me⟧?⟧") == ("Hi Ann. Why me?", ((8, 15),))


def test_macro_f1_counts_each_label_alike() -> None:
    assert macro_f1(["a", "a", "a", "b"], ["a", "a", "a", "a"]) == pytest.approx((6 / 7 + 0) / 2)


def test_recall_and_precision_are_counts() -> None:
    assert found([True, True, False], [True, False, True]) == Found(Share(1, 2), Share(1, 2))


def test_passages_are_found_where_half_is_covered() -> None:
    assert overlap([(0, 10), (20, 30)], [(4, 12), (27, 40)]) == Found(Share(1, 2), Share(1, 2))


def test_calibration_error_is_the_mean_distance() -> None:
    bins = reliability([0.95, 0.95, 0.55], [True, False, True])
    assert bins[9] == Bin(2, 0.95, 0.5)
    assert calibration_error(bins) == pytest.approx((2 * 0.45 + 0.45) / 3)


def test_plot_is_a_png_of_its_size() -> None:
    picture = reliability_plot([None] * 9 + [Bin(3, 0.95, 0.9)], [None] * 10)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture[16:24] == (480).to_bytes(4, "big") * 2


def test_corrections_are_compared_in_what_they_state() -> None:
    line = '{"text": "yes", "asked": "reminder", "intent": "question", "act": "attend"}'
    (correction,) = corrections(line + "\n\n")
    assert correction == Correction("yes", "", Purpose.REMINDER, Intent.QUESTION, Act.ATTEND)
    assert checked(correction, act_model()).differences == (("intent", "question", "attendance"),)


@pytest.mark.parametrize("line", ["no json", "[]", '{"intent": "question"}', '{"text": "x", "intent": "dance"}'])
def test_correction_that_cannot_be_read_names_its_line(line: str) -> None:
    with pytest.raises(CorrectionError, match="line 2"):
        list(corrections("\n" + line))
