"""Near-duplicates among the questions of one event: how many are found, how many are wrong, how long it takes.

bench_duplicates.py [--questions 1000] [--repeat 5]     floor: under 2 s for 1,000

The pairs of `duplicates.txt` lie among real-looking questions of the training mails, in their many languages.
"""

# ruff: noqa: E402 - the paths come first

from __future__ import annotations

import argparse
import re
import sys
import time
from itertools import combinations, cycle, islice
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from triage.policy.duplicates import LIKE_ENOUGH, alike

ASKED = re.compile(r"⟦q:([^⟧]+)⟧")
Pair = frozenset[int]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--questions", type=int, default=1_000)
    options.add_argument("--repeat", type=int, default=5)
    given = options.parse_args()
    texts, same = laid_among(sorted(asked()), given.questions)
    judge(texts, same)
    took = []
    for _ in range(given.repeat):
        began = time.perf_counter()
        alike(texts)
        took.append(time.perf_counter() - began)
    print(f"{len(texts)} questions: {median(took):.2f} s (floor 2 s), slowest {max(took):.2f} s")


def groups() -> list[list[str]]:
    """The groups of `duplicates.txt`."""
    text = (Path(__file__).parent / "duplicates.txt").read_text(encoding="utf-8")
    parts = text.partition("\n")[2].split("\n\n")
    return [part.strip().splitlines() for part in parts]


def asked() -> set[str]:
    """Every marked question of the example mails, once."""
    folder = ROOT / "triage" / "understanding" / "examples"
    mails = (path.read_text(encoding="utf-8") for path in folder.rglob("*.mails"))
    return {" ".join(found.split()) for text in mails for found in ASKED.findall(text)}


def laid_among(others: list[str], number: int) -> tuple[list[str], set[Pair]]:
    """So many questions, the groups first, and which pairs of places are the same."""
    texts: list[str] = []
    same: set[Pair] = set()
    for group in groups():
        places = range(len(texts), len(texts) + len(group))
        same |= {frozenset(pair) for pair in combinations(places, 2)}
        texts += group
    # Spread over the languages; where there are too few, some come again with a number behind them.
    step = max(1, len(others) // max(1, number - len(texts)))
    known, first = len(texts), {}
    for place, text in enumerate(islice(cycle(others[::step]), number - known), start=known):
        if text in first:
            same.add(frozenset((first[text], place)))
        texts.append(f"{text} {place}" if text in first else text)
        first.setdefault(text, place)
    return texts, same


def judge(texts: list[str], same: set[Pair]) -> None:
    """Prints what each threshold finds."""
    pairs = alike(texts, 0.4)
    most = sum(len(group) for group in groups())
    written = {pair for pair in same if max(pair) < most}
    copied = len(same - written)
    for least in (0.4, 0.44, LIKE_ENOUGH, 0.52, 0.56):
        proposed = {frozenset((pair.first, pair.second)) for pair in pairs if pair.score >= least}
        found = (
            f"{len(proposed & written)} of {len(written)} reworded, {len(proposed & same - written)} of {copied} copied"
        )
        print(f"at {least:.2f}: {found}; {len(proposed - same)} wrong")


if __name__ == "__main__":
    main()
