"""The figures of an evaluation as tables for eyes, or as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from triage.learning.evaluation import Evaluation
    from triage.learning.figures import Found, Share


@contextmanager
def counting() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar that knows several stages."""
    with Progress(transient=True) as bars:
        stages: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bars.add_task(stage, total=total)
            bars.update(stages[stage], completed=done)

        yield progress


def shown(value: float | None) -> str:
    """A figure with three decimals; a dash where nothing was there to measure."""
    return "–" if value is None else f"{value:.3f}"


def main_figures(measured: Evaluation) -> tuple[tuple[str, str, str], ...]:
    """What is measured, the figure, the goal."""
    return (
        ("intent, macro F1, English", shown(measured.english), "≥ 0.92"),
        ("intent, macro F1, other languages together", shown(measured.others), "≥ 0.88"),
        ("act of a single sentence, macro F1", shown(measured.act_f1), ""),
        ("questions found (overlap), F1", shown(measured.questions.f1), "≥ 0.90"),
        ("mails with the right number of questions", _share(measured.question_counts), ""),
        ("account named correctly, of who wants to come", _share(measured.accounts), "≥ 0.97"),
        ("calibration error of messages", shown(measured.message_error), "< 0.05"),
        ("calibration error of sentences", shown(measured.sentence_error), "< 0.05"),
        ("attendance mails whose subject names no event", _share(measured.unclaimed), ""),
        ("of the others, go by themselves", _share(measured.coverage), "≥ 0.60"),
        ("wrong automatic decisions", _share(measured.wrong), "< 0.005"),
        ("asked for an account that was named", _share(measured.needless), ""),
    )


def show(by_name: Mapping[str, Evaluation]) -> None:
    """Every figure, on the terminal: the main ones for each folder, the rest for the last, which is all together."""
    console = Console()
    for name, each in by_name.items():
        console.print(f"{name}: {each.mails} mails and {each.sentences} sentences never learned from")
    by_folder = [main_figures(each) for each in by_name.values()]
    rows = [[goals[0][0], *(figure for _, figure, _ in goals), goals[0][2]] for goals in zip(*by_folder, strict=True)]
    console.print(_table("Figures", ("", *by_name, "goal"), rows))
    *_, measured = by_name.values()
    columns = ("", "recall", "precision", "F1", "number")
    console.print(_table("Intents", columns, [_row(str(name), each) for name, each in measured.intents]))
    console.print(_table("Acts of single sentences", columns, [_row(str(name), each) for name, each in measured.acts]))
    console.print(_table("Flags", columns, [_row(str(name), each) for name, each in measured.flags]))
    languages = [[tag, str(mails), shown(intent), _share(right)] for tag, mails, right, intent in measured.languages]
    console.print(_table("Languages", ("", "mails", "intent F1", "sentences right"), languages))
    bins = [
        [
            f"{number / 10:.1f}",
            *((str(each.count), shown(each.confidence), shown(each.accuracy)) if each else ("0", "", "")),
        ]
        for number, each in enumerate(measured.message_bins)
    ]
    console.print(_table("Confidence of messages", ("from", "number", "confidence", "right"), bins))


def as_json(measured: Evaluation) -> dict[str, Any]:
    """The same as one object."""
    return {
        "mails": measured.mails,
        "sentences": measured.sentences,
        "intent_f1": {"en": measured.english, "others": measured.others},
        "languages": {tag: {"mails": n, "intent_f1": f1, "sentences": s.value} for tag, n, s, f1 in measured.languages},
        "intents": {str(name): _found(each) for name, each in measured.intents},
        "acts": {str(name): _found(each) for name, each in measured.acts},
        "flags": {str(name): _found(each) for name, each in measured.flags},
        "questions": _found(measured.questions),
        "accounts": measured.accounts.value,
        "unclaimed": measured.unclaimed.value,
        "coverage": measured.coverage.value,
        "wrong": measured.wrong.value,
        "asked_needlessly": measured.needless.value,
        "calibration_error": {"messages": measured.message_error, "sentences": measured.sentence_error},
    }


def _found(each: Found) -> dict[str, Any]:
    return {"recall": each.recall.value, "precision": each.precision.value, "f1": each.f1, "number": each.recall.of}


def _row(name: str, each: Found) -> list[str]:
    return [name, shown(each.recall.value), shown(each.precision.value), shown(each.f1), str(each.recall.of)]


def _share(share: Share) -> str:
    return f"{shown(share.value)} ({share.right} of {share.of})"


def _table(title: str, columns: tuple[str, ...], rows: list[list[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*row)
    return table
