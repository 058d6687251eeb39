"""Messages a second on one core, parsed, separated from their quotes and understood; and how long loading takes.

Run: python tests/bench/bench_understanding.py. Processor time is counted, not the clock: the machine may be shared.
The mails are the example mails, written out as messages, and 5,000 synthetic ones with HTML, files and broken parts.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from mailgen import generate  # noqa: E402

from intake.parse import parse  # noqa: E402 - a script finds its packages first
from triage.app import WEIGHTS  # noqa: E402
from triage.learning.examples import read  # noqa: E402
from triage.learning.rendering import OWN, raw  # noqa: E402
from triage.understanding import ActModel, understand  # noqa: E402
from triage.understanding.language import load  # noqa: E402
from triage.web.serve import keep_what_is_built  # noqa: E402 - as `openhour run` does

FLOOR = 300
SYNTHETIC = 5_000
LONGEST_LOADING_SECONDS = 1.0


def main() -> int:
    """Prints both figures; 1 where one misses its goal."""
    start = time.process_time()
    model = ActModel.from_bytes(WEIGHTS.read_bytes())
    load()
    loading = time.process_time() - start
    mails = [mail for name in ("train", "heldout") for mail in read(WEIGHTS.parent / "examples" / name).mails]
    messages = [raw(mail) for mail in mails]
    generated = [content for _, content in generate(SYNTHETIC)]
    keep_what_is_built()
    best = max(_rate(messages, model) for _ in range(3))
    synthetic = max(_rate(generated, model) for _ in range(3))
    print(f"loaded in {loading:.2f} s; {len(mails)} mails, {best:.0f} messages/s (floor {FLOOR})")
    print(f"{SYNTHETIC} synthetic mails, {synthetic:.0f} messages/s")
    return int(min(best, synthetic) < FLOOR or loading > LONGEST_LOADING_SECONDS)


def _rate(messages: list[bytes], model: ActModel) -> float:
    start = time.process_time()
    for content in messages:
        message = parse(content, OWN)
        understand(message.body.own, model, subject=message.headers.subject)
    return len(messages) / (time.process_time() - start)


if __name__ == "__main__":
    sys.exit(main())
