"""Authentication-Results: only ours, only where our border puts them."""

# ruff: noqa: E501  # a row of a table is one line

import pytest

from intake.authentication import authentication
from intake.message import Authentication, Own
from intake.parse import parse_headers

OWN = Own(authserv_id="mx.example.org")
OURS = "Received: from a by mx.example.org with ESMTPS; Mon, 4 Dec 2023 10:01:00 +0000\n"
FOREIGN = "Received: from b by mail.evil.example with ESMTP; Mon, 4 Dec 2023 10:00:00 +0000\n"
PASS, FAIL, NONE = Authentication

CASES = [
    ("dmarc decides", "Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=x.example; dmarc=pass header.from=ann.example\n", PASS),
    ("dmarc fails", "Authentication-Results: mx.example.org; dkim=pass header.d=evil.example; dmarc=fail header.from=ann.example\n", FAIL),
    ("comments and quotes", 'Authentication-Results: mx.example.org (our "border") ; dmarc=pass (p=none; dis=none) header.from=ann.example\n', PASS),
    ("aligned DKIM without dmarc", "Authentication-Results: mx.example.org; dkim=pass header.d=ann.example\n", PASS),
    ("aligned DKIM of a subdomain", "Authentication-Results: mx.example.org; dkim=pass header.i=@mail.ann.example\n", PASS),
    ("aligned SPF", "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=ann@ann.example\n", PASS),
    ("a pass for somebody else proves nothing", "Authentication-Results: mx.example.org; dkim=pass header.d=evil.example\n", NONE),
    ("a public suffix is no alignment", "Authentication-Results: mx.example.org; dkim=pass header.d=example\n", NONE),
    ("SPF fails and nothing passes", "Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=ann.example\n", FAIL),
    ("soft failure is none", "Authentication-Results: mx.example.org; spf=softfail smtp.mailfrom=ann.example\n", NONE),
    ("another server's word", "Authentication-Results: mail.evil.example; dmarc=pass header.from=ann.example\n", NONE),
    ("forged below a foreign hop", FOREIGN + "Authentication-Results: mx.example.org; dmarc=pass header.from=ann.example\n", NONE),
    ("below our own hop, as Gmail does it", OURS + "Authentication-Results: mx.example.org; dmarc=pass header.from=ann.example\n", PASS),
    ("below our own hop only the topmost", OURS + "Authentication-Results: mx.example.org; dmarc=fail\nAuthentication-Results: mx.example.org; dmarc=pass\n", FAIL),
    ("two of ours above every hop", "Authentication-Results: mx.example.org; dkim=none\nAuthentication-Results: mx.example.org; dmarc=pass\n" + OURS, PASS),
    ("forged below ours above the hop", "Authentication-Results: mx.example.org; spf=fail\n" + OURS + "Authentication-Results: mx.example.org; dmarc=pass\n", FAIL),
    ("without an id, as Microsoft 365 does it", "Authentication-Results: spf=pass smtp.mailfrom=ann.example; dmarc=pass\n", NONE),
    ("cannot be read", "Authentication-Results: mx.example.org; dmarc=(((\n", NONE),
    ("nothing said", "", NONE),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "expected"), CASES)
def test_authentication(kind: str, fields: str, expected: Authentication) -> None:
    headers = parse_headers(f"{fields}From: ann@ann.example\n\n".encode())
    assert authentication(headers, OWN) is expected, kind


def test_without_an_id_of_ours_nothing_counts() -> None:
    headers = parse_headers(b"Authentication-Results: mx.example.org; dmarc=pass\nFrom: ann@ann.example\n\n")
    assert authentication(headers, Own()) is NONE
