"""What people install is whole: the wheel holds the texts, the weights and the demo's mails, and no test or example."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_wheel_is_whole(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - the project's own build
    [wheel] = tmp_path.glob("openhour-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    purposes = {path.parent.name for path in (ROOT / "templates" / "mail").glob("*/en.txt")}
    assert {f"triage/_templates/mail/{purpose}/en.txt" for purpose in purposes} <= names
    assert {"triage/understanding/weights.bin", "triage/demo/mail/01-attend-and-ask.eml"} <= names
    assert "triage/store/migrations/versions/0001_the_first_tables.py" in names
    assert [name for name in names if name.startswith("tests/") or "/examples/" in name] == []
