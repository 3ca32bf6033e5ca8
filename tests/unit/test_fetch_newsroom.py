"""The newsroom's misbehaviours, each at its own path, against the client that will meet them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from newsroom.misbehaviour import MISBEHAVIOURS
from newsroom.running import start

from pipeline.errors import DatelineError, RetryLater
from pipeline.fetch.client import HttpClient
from pipeline.fetch.content import judge_page
from pipeline.records import FetchRequest
from pipeline.settings import Settings

REASONS = {
    "timeout": "timeout",
    "slow-drip": "timeout",
    "reset": "connection_reset",
    "reset-mid-body": "truncated",
    "truncated": "truncated",
    "endless": "too_large",
    "gzip-bomb": "too_large",
    "bad-gzip": "bad_encoding",
    "500": "http_500",
    "502": "http_502",
    "503": "http_503",
    "429": "http_429",
    "429-date": "http_429",
    "401": "http_401",
    "403": "http_403",
    "404": "http_404",
    "410": "http_410",
    "451": "http_451",
    "304-unasked": "http_304",
    "redirect-loop": "redirect_loop",
    "redirect-private": "address_forbidden",
    "redirect-metadata": "address_forbidden",
    "redirect-file": "scheme",
    "huge-headers": "headers_too_large",
    "empty": "empty",
    "deep-nesting": "empty",  # fourteen letters at the bottom
    "garbage": "not_html",
    "soft-404": "soft_404",
    "consent-wall": "consent_wall",
    "bot-challenge": "bot_challenge",
    "login": "login_wall",
}


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with start() as running:
        yield running.base_url


@pytest.mark.parametrize("kind", MISBEHAVIOURS)
async def test_newsrooms_misbehaviour_has_its_reason(base_url: str, kind: str) -> None:
    patience = 0.6 if REASONS.get(kind) == "timeout" else 30.0
    settings = Settings(
        allow_addresses="127.0.0.1/32", host_delay_seconds=0.0, page_timeout_seconds=patience, obey_robots=False
    )
    expected = MISBEHAVIOURS[kind].outcome
    reason, outcome = None, "content"
    async with HttpClient(settings) as client:
        try:
            reason = judge_page(await client.fetch(FetchRequest(f"{base_url}/_bad/{kind}")))
        except DatelineError as error:
            reason, outcome = error.reason, "retry" if isinstance(error, RetryLater) else "final"
    assert reason == REASONS.get(kind)
    assert outcome == expected or kind == "huge-headers"  # a later answer may have smaller ones; ours is final
