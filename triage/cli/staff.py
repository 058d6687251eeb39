"""`staff add | list | remove | role | password | link`: who may use the desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from triage.cli.lines import STAFF, AsJson
from triage.cli.terminal import fail, opened, print_json
from triage.flow.staff import accounts, sessions
from triage.flow.work import unit_of_work
from triage.model.staff import Role

app = typer.Typer(help="Who may use the desk.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="As it stands in the history.", metavar="NAME")]
AsRole = Annotated[Role, typer.Option(help="viewer reads, triager decides, admin does everything.")]
PasswordFile = Annotated[
    Path | None, typer.Option(help="Its first line is the password; - is standard input. Else it is asked for.")
]


@app.command()
def add(context: typer.Context, name: Name, role: AsRole, password_file: PasswordFile = None) -> None:
    """A new account, or a removed one again."""
    password = password_from(password_file)
    with unit_of_work(opened(context).runtime, STAFF) as work:
        accounts.add(work, name, role, password)
    print(f"{name} can sign in as {role}")


@app.command("list")
def list_staff(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Everybody: name, role, and who is locked or left."""
    with unit_of_work(opened(context).runtime) as work:
        for row in accounts.all_staff(work):
            is_locked = row.locked_until is not None and row.locked_until > work.now
            state = "locked" if is_locked else "active" if row.is_active else "removed"
            if as_json:
                print_json({"name": row.name, "role": row.role, "state": state})
            else:
                print(f"{row.role:<8}  {state:<8}  {row.name}")


@app.command()
def remove(context: typer.Context, name: Name) -> None:
    """They can no longer sign in; what they did stays in the history."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        accounts.close(work, name)
    print(f"{name} can no longer sign in")


@app.command()
def role(
    context: typer.Context, name: Name, to: Annotated[Role, typer.Argument(help="The new role.", metavar="ROLE")]
) -> None:
    """Another role, from their next click on."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        accounts.set_role(work, name, to)
    print(f"{name} is {to} now")


@app.command()
def password(context: typer.Context, name: Name, password_file: PasswordFile = None) -> None:
    """Another password; they are signed out everywhere."""
    new = password_from(password_file)
    with unit_of_work(opened(context).runtime, STAFF) as work:
        accounts.set_password(work, name, new)
    print(f"{name} has another password, and is signed out everywhere")


@app.command()
def link(context: typer.Context, name: Name) -> None:
    """Print a link that signs them in, once, within half an hour; also while their name rests after failures."""
    installation = opened(context)
    desk = installation.configuration.desk
    with unit_of_work(installation.runtime, STAFF) as work:
        token = sessions.link_for(work, name)
    print(f"{desk.public_url or f'http://{desk.listen}'}/desk/sign-in/{token}")


def password_from(path: Path | None) -> str:
    """From the file's first line, from standard input, or asked for twice."""
    if path is None:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{path}: cannot be read ({error}); its first line must be the password")
    return text.partition("\n")[0].removesuffix("\r")
