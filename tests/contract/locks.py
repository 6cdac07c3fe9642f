"""Locks: the practice marketplace lets in nobody whom the real one would not, nor anybody more often."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
import requests

from marketplaces.framework.base import Account
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import RateLimited
from tests.contract.shop import Shop, TurnedClock

#: So many calls at one instant are tried.
MOST_AT_ONCE = 400
SIGNATURE = "sign"


class Locks:
    """A sandbox that is too kind would prove nothing of a connector."""

    code: ClassVar[str]

    def test_a_call_without_keys_is_told_nothing(self, shop: Shop) -> None:
        account, request, good = asked(shop)
        bare = {name: text for name, text in request.headers.items() if name.lower() in ("accept", "content-type")}
        address = urlunsplit(urlsplit(str(request.url))._replace(query=""))
        answer = requests.request(str(request.method), address, headers=bare, data=request.body, timeout=20)
        assert let_in(again(request), good, account)
        assert not let_in(answer, good, account)

    def test_a_signature_is_for_one_call(self, shop: Shop) -> None:
        account, request, good = asked(shop)
        if not signed(request):
            pytest.skip(f"{shop.kind.name} does not sign its calls.")
        parts = urlsplit(str(request.url))
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        for changed in ([*pairs, ("more", "1")], [(name, _other(name, text)) for name, text in pairs]):
            address = urlunsplit(parts._replace(query=urlencode(changed)))
            answer = requests.request(
                str(request.method), address, headers=dict(request.headers), data=request.body, timeout=20
            )
            assert not let_in(answer, good, account)
        assert let_in(again(request), good, account)

    def test_a_signature_does_not_last(self, shop: Shop) -> None:
        account, request, good = asked(shop)
        if not signed(request):
            pytest.skip(f"{shop.kind.name} does not sign its calls.")
        assert let_in(again(request), good, account)
        shop.pass_time(3 * 86400)
        assert not let_in(again(request), good, account)

    def test_more_calls_than_it_lends_are_waited_out(self, practice: str) -> None:
        """Refused, or told in time by what the answers say of the budget."""
        clock = TurnedClock()
        shop = Shop(self.code, practice, clock=clock).fresh(products=3, orders=0)
        overall = shop.control("")["limits"]["overall"]
        if overall and overall["burst"] > MOST_AT_ONCE:
            pytest.skip(f"{shop.kind.name} lends {overall['burst']} calls at once: asking so often takes minutes.")
        shop.control("limits", {"enabled": True, "time": "sandbox"})
        clock.turn_with(shop)
        for _ in range(MOST_AT_ONCE + 50):
            try:
                shop.connector.account()
            except RateLimited as error:  # a wait too long for a worker
                clock.sleep(error.retry_after or 3600)
            if clock.slept:
                break
        else:
            pytest.fail("It lends without end, or says so too late.")
        assert shop.connector.account().remote_account_id
        shop.close()
        assert {call.outcome for call in shop.recorder.calls} <= {"ok", "rate_limited"}

    def test_the_same_seed_and_moment_are_the_same_shop(self, shop: Shop) -> None:
        shop.control("clock", {"freeze": True})
        held = []
        for seed in (7, 7, 8):
            shop.control("seed", {"seed": seed, "products": 12, "orders": 12})
            held.append(shop.control("state?webhooks=0"))
        assert held[0] == held[1] != held[2]


def asked(shop: Shop) -> tuple[Account, requests.PreparedRequest, requests.Response]:
    """Whose shop it is, the call that asked, and its answer."""
    if Capability.RECEIVE_ORDERS in shop.kind.capabilities:
        pytest.skip(f"{shop.kind.name} calls us; whom it believes stands in its own tests.")
    with noted(shop) as exchanges:
        account = shop.connector.account()
    good = next((each for each in exchanges if account.name in each.text), exchanges[-1])
    return account, good.request, good


@contextmanager
def noted(shop: Shop) -> Iterator[list[requests.Response]]:
    seen: list[requests.Response] = []

    def hook(response: requests.Response, *_: Any, **__: Any) -> None:
        seen.append(response)

    hooks = shop.transport.session.hooks["response"]
    hooks.append(hook)
    try:
        yield seen
    finally:
        hooks.remove(hook)


def signed(request: requests.PreparedRequest) -> bool:
    """Each call by itself, with its moment in it."""
    return SIGNATURE in dict(parse_qsl(urlsplit(str(request.url)).query))


def again(request: requests.PreparedRequest) -> requests.Response:
    with requests.Session() as session:
        return session.send(request, timeout=20)


def let_in(answer: requests.Response, good: requests.Response, account: Account) -> bool:
    """Whether it is the answer of one with keys: it names the shop, or says the same where no answer names it."""
    names = [each for each in (account.name, account.remote_account_id) if each and each in good.text]
    return answer.status_code < 400 and (answer.text == good.text or any(each in answer.text for each in names))


def _other(name: str, text: str) -> str:
    return text[:-1] + ("0" if text[-1:] != "0" else "1") if name == SIGNATURE else text
