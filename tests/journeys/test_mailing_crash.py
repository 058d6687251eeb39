"""A mailing to ten thousand, its worker killed ten times on the way: nobody missed, nobody twice."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from smtp_counting import CountingSmtp

PROGRAM = Path(__file__).parents[1] / "servers" / "mailing_crash.py"
PEOPLE, KILLS = 10_000, 10


def test_mailing_to_ten_thousand_survives_ten_kills(tmp_path: Path) -> None:
    with CountingSmtp() as smtp:
        command = [sys.executable, str(PROGRAM), str(tmp_path), str(smtp.port), str(PEOPLE), str(KILLS)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
        taken = Counter(smtp.taken)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    states = dict(told["people"])
    of_each = Counter(recipient for recipient, _ in taken)
    assert (told["killed"], len(states), told["is_done"]) == (KILLS, PEOPLE, True)
    assert max(taken.values()) == max(of_each.values()) == 1
    assert set(states.values()) <= {"sent", "uncertain"}
    uncertain = {address for address, state in states.items() if state == "uncertain"}
    assert len(uncertain) <= KILLS
    # Whoever counts as sent has it; who may not have it is in doubt, and a person is told.
    assert set(states) - uncertain <= set(of_each)
