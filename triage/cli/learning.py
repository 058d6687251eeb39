"""`train` and `evaluate`."""

from __future__ import annotations

from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triage.cli.terminal import WANTS_A_PERSON, fail, print_json, printable

if TYPE_CHECKING:
    from triage.understanding import ActModel

EXAMPLES = Path(__file__).parent.parent / "understanding" / "examples"
TOGETHER = "together"
NEEDS = "needs the examples and the train extra: pip install openhour[train]"


def train(
    out: Annotated[
        Path | None, typer.Option(help="Where the weights go. Default: the ones that openhour uses.")
    ] = None,
    examples: Annotated[Path, typer.Option(help="The folder of examples.")] = EXAMPLES / "train",
) -> None:
    """Learn from the examples; the same examples give the same bytes."""
    try:
        from triage.learning import training  # noqa: PLC0415 - scikit-learn is an extra
    except ImportError:
        fail(f"train {NEEDS}")
    from triage.app import WEIGHTS  # noqa: PLC0415
    from triage.cli.figures_page import counting  # noqa: PLC0415 - rich is heavy
    from triage.learning.examples import ExampleError  # noqa: PLC0415

    if not examples.is_dir():
        fail(f"{examples}: no such folder; train {NEEDS}")
    try:
        with counting() as progress:
            training.train(examples, out or WEIGHTS, progress)
    except ExampleError as wrong:
        fail(str(wrong))
    size = (out or WEIGHTS).stat().st_size
    print(f"{out or WEIGHTS}: {size / 1e6:.1f} MB")


def evaluate(
    corrections: Annotated[Path | None, typer.Option(help="Staff's corrections, one JSON object a line.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Draw the reliability plot into this PNG file.")] = None,
    examples: Annotated[
        list[Path] | None,
        typer.Option(help="A folder that was never learned from; may be given again. Default: every heldout folder."),
    ] = None,
    *,
    unseen_languages: Annotated[bool, typer.Option(help="Also leave each language out of training; minutes.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line, nothing else.")] = False,
) -> None:
    """Measure the model on mails that it has never seen, or on what staff corrected."""
    from triage.app import act_model  # noqa: PLC0415 - loads the weights

    if corrections is not None:
        _corrections(corrections, act_model(), as_json=as_json)
        return
    folders = examples or sorted(EXAMPLES.glob("heldout*"))
    if missing := next((folder for folder in folders if not folder.is_dir()), None):
        fail(f"{missing}: no such folder; evaluate {NEEDS}")
    if not folders:
        fail(f"{EXAMPLES}: no held-out folder; evaluate {NEEDS}")
    _figures(folders, act_model(), plot, as_json=as_json)
    if unseen_languages:
        _unseen(folders, act_model(), as_json=as_json)


def _figures(folders: list[Path], model: ActModel, plot: Path | None, *, as_json: bool) -> None:
    from triage.cli import figures_page  # noqa: PLC0415 - rich is heavy
    from triage.learning import evaluation, picture  # noqa: PLC0415
    from triage.learning.examples import ExampleError, read  # noqa: PLC0415

    try:
        outcomes = {folder.name: evaluation.outcome(read(folder), model) for folder in folders}
    except ExampleError as wrong:
        fail(str(wrong))
    if len(outcomes) > 1:
        outcomes[TOGETHER] = reduce(add, outcomes.values())
    measured = {name: evaluation.evaluate(each) for name, each in outcomes.items()}
    if as_json:
        for name, each in measured.items():
            print_json({"examples": name, **figures_page.as_json(each)})
    else:
        figures_page.show(measured)
    if plot is not None:
        *_, last = measured.values()
        picture.write(plot, last.message_bins, last.sentence_bins)


def _unseen(folders: list[Path], model: ActModel, *, as_json: bool) -> None:
    try:
        from triage.learning import left_out  # noqa: PLC0415 - scikit-learn is an extra
    except ImportError:
        fail(f"leaving languages out {NEEDS}")
    from triage.cli import figures_page  # noqa: PLC0415

    for language, sentences, intent in left_out.measured(model, EXAMPLES / "train", folders):
        if as_json:
            print_json({"left_out": language, "sentences": sentences.value, "intent": intent})
        else:
            read, wanted = figures_page.shown(sentences.value), figures_page.shown(intent)
            print(f"without {language:<8} sentences {read}  intent {wanted}")


def _corrections(path: Path, model: ActModel, *, as_json: bool) -> None:
    from triage.learning.corrections import CorrectionError, checked, corrections  # noqa: PLC0415

    try:
        found = [checked(each, model) for each in corrections(path.read_text("utf-8"))]
    except (OSError, UnicodeDecodeError) as wrong:
        fail(f"{path}: {wrong}")
    except CorrectionError as wrong:
        fail(f"{path}, {wrong}")
    for each in found:
        differences = [{"what": what, "staff": right, "model": told} for what, right, told in each.differences]
        if as_json:
            print_json({"text": each.correction.text, "differences": differences})
        elif each.differences:
            print(printable(each.correction.text[:100]))
            print(
                *(f"    {what}: {right} by staff, {told} by the model" for what, right, told in each.differences),
                sep="\n",
            )
    wrong_ones = sum(bool(each.differences) for each in found)
    if not as_json:
        print(f"{len(found) - wrong_ones} of {len(found)} corrections are read as staff read them")
    if wrong_ones:
        raise typer.Exit(WANTS_A_PERSON)
