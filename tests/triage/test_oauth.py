"""Access tokens are renewed in time, and a refusal says what to do."""

from __future__ import annotations

from urllib.parse import parse_qsl

import httpx2
import pytest

from triage.oauth import AccessToken, OAuthError

Answer = tuple[int, dict[str, object] | str]
URL = "https://login.example/token"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def server(*answers: Answer) -> tuple[httpx2.Client, list[dict[str, str]]]:
    """A token server that gives these (status, JSON) in turn and keeps what it was asked."""
    asked: list[dict[str, str]] = []
    left = list(answers)

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(dict(parse_qsl(request.content.decode())))
        status, body = left.pop(0)
        return httpx2.Response(status, json=body) if isinstance(body, dict) else httpx2.Response(status, text=body)

    return httpx2.Client(transport=httpx2.MockTransport(answer)), asked


def token(client: httpx2.Client, clock: Clock | None = None, *, secret: str = "s", url: str = URL) -> AccessToken:
    return AccessToken(url, "id", secret, "r1", client=client, clock=clock or Clock())


def test_a_token_is_asked_once_and_again_shortly_before_it_expires() -> None:
    clock = Clock()
    client, asked = server((200, {"access_token": "a", "expires_in": 3600}), (200, {"access_token": "b"}))
    access = token(client, clock)
    got = [access()]
    clock.now = 3539
    got.append(access())
    clock.now = 3540
    got.append(access())
    assert (got, asked) == (
        ["a", "a", "b"],
        [{"grant_type": "refresh_token", "refresh_token": "r1", "client_id": "id", "client_secret": "s"}] * 2,
    )


def test_a_new_refresh_token_replaces_the_old_one() -> None:
    clock = Clock()
    client, asked = server(
        (200, {"access_token": "a", "expires_in": "100", "refresh_token": "r2"}), (200, {"access_token": "b"})
    )
    access = token(client, clock, secret="")
    access()
    clock.now = 41
    access()
    assert asked == [
        {"grant_type": "refresh_token", "refresh_token": "r1", "client_id": "id"},
        {"grant_type": "refresh_token", "refresh_token": "r2", "client_id": "id"},
    ]


@pytest.mark.parametrize(
    ("answer", "is_permanent", "said"),
    [
        ((400, {"error": "invalid_grant"}), True, "sign in again"),
        ((401, {"error": "invalid_client"}), True, "oauth2.client_secret"),
        ((503, "down"), False, "tried again"),
        ((429, {"error": "slow"}), False, "tried again"),
        ((200, {"no": "token"}), False, "tried again"),
        ((200, "[]"), False, "tried again"),
    ],
)
def test_a_refusal_says_what_to_do(
    answer: Answer,
    is_permanent: bool,  # noqa: FBT001 - a table's column
    said: str,
) -> None:
    client, _ = server(answer)
    with pytest.raises(OAuthError, match=said) as caught:
        token(client)()
    assert caught.value.is_permanent is is_permanent


def test_after_a_passing_failure_the_next_call_asks_again() -> None:
    client, _ = server((503, "down"), (200, {"access_token": "a"}))
    access = token(client)
    with pytest.raises(OAuthError):
        access()
    assert access() == "a"


def test_a_network_failure_is_passing() -> None:
    def cut(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("cut", request=request)

    with pytest.raises(OAuthError, match="cannot be reached") as caught:
        token(httpx2.Client(transport=httpx2.MockTransport(cut)))()
    assert caught.value.is_permanent is False


def test_secrets_never_travel_without_tls() -> None:
    client, asked = server()
    with pytest.raises(OAuthError, match="https") as caught:
        token(client, url="http://login.example/token")()
    assert (caught.value.is_permanent, asked) == (True, [])
