"""Trouble: sorted by what happens next, survived where that is possible, and never telling a secret."""

import json
import logging
from collections.abc import Callable
from typing import ClassVar

import pytest

from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AccountProblem, ConnectorError, LoginExpired, RateLimited, Unavailable
from marketplaces.framework.limits import AtOnce, Limit, WindowTold
from marketplaces.framework.testing import MemoryLimiter
from marketplaces.framework.windows import Window
from tests.contract.exercise import STEPS
from tests.contract.shop import Shop, TurnedClock

SORTED = {"error500": Unavailable, "torn": Unavailable, "html_page": Unavailable, "rate_limit": RateLimited}

#: Reads that no wrong key may open.
KEYED = (Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.PULL_PRODUCTS)


class Trouble:
    """Faults are switched on at the practice marketplace, over HTTP as everything else."""

    code: ClassVar[str]
    #: What is read without the shop's keys, because it lies at an address of the merchant's own.
    keyless: ClassVar[frozenset[Capability]] = frozenset()

    @pytest.mark.parametrize("kind", SORTED)
    def test_lasting_trouble_is_sorted_and_said_in_a_sentence(self, shop: Shop, kind: str) -> None:
        shop.fault(kind)
        with shop.trouble(), pytest.raises(SORTED[kind]) as caught:
            shop.connector.account()
        said = str(caught.value)
        assert caught.value.marketplace == shop.kind.name
        assert caught.value.operation == Capability.TEST_CONNECTION
        assert said[-1] in ".!?”"
        assert "Traceback" not in said and "<html" not in said
        assert json.loads(json.dumps(caught.value.as_dict())) == caught.value.as_dict(), "It is kept in the run's row."

    @pytest.mark.parametrize("kind", SORTED)
    def test_passing_trouble_is_not_noticed(self, shop: Shop, kind: str) -> None:
        quiet = _look(shop)
        shop.fault(kind, times=1)
        with shop.trouble():
            assert _look(shop) == quiet
        assert {call.outcome for call in shop.recorder.calls} >= {"ok", SORTED[kind].kind}

    @pytest.mark.parametrize("kind", SORTED)
    def test_no_call_is_tried_for_ever(self, shop: Shop, kind: str) -> None:
        shop.fault(kind)
        with shop.trouble(), pytest.raises(SORTED[kind]):
            shop.connector.account()
        tried = [call for call in shop.recorder.calls if call.outcome != "ok"]
        assert 1 <= len(tried) <= shop.kind.retries.attempts
        assert [call.attempt for call in tried] == list(range(1, len(tried) + 1))

    def test_a_rate_limit_answer_makes_everybody_rest(self, shop: Shop) -> None:
        shop.fault("rate_limit", times=1)
        with shop.trouble():
            shop.connector.account()
        assert isinstance(shop.limiter, MemoryLimiter)
        assert shop.limiter.penalties
        assert sum(shop.clock.slept) > 0

    def test_the_declared_limits_are_kept_so_that_no_limit_answer_comes(self, practice: str) -> None:
        clock = TurnedClock()
        shop = Shop(self.code, practice, limiter=PacingLimiter(clock.monotonic), clock=clock)
        shop.fresh(products=10, orders=0)
        shop.control("limits", {"enabled": True, "time": "sandbox"})
        clock.turn_with(shop)
        calls = round(max(limit.burst + limit.rate for limit in shop.kind.limits if limit.group == "*")) + 10
        for _ in range(calls):
            shop.connector.account()
        shop.close()
        assert {call.outcome for call in shop.recorder.calls} == {"ok"}

    def test_an_ended_token_is_renewed_once_or_the_merchant_is_told(self, shop: Shop) -> None:
        shop.fault("expired_token", times=1)
        if Capability.TOKEN in shop.kind.capabilities:
            with shop.trouble():
                assert shop.connector.account().remote_account_id
            assert shop.credentials.refreshes == 1
        else:
            with shop.trouble(), pytest.raises(LoginExpired) as caught:
                shop.connector.account()
            assert caught.value.fix

    def test_a_token_that_stays_refused_is_not_renewed_for_ever(self, shop: Shop) -> None:
        shop.fault("expired_token")
        with shop.trouble(), pytest.raises(AccountProblem):
            shop.connector.account()
        assert shop.credentials.refreshes <= 1

    def test_wrong_keys_open_nothing(self, shop: Shop) -> None:
        """The practice marketplace checks every call, and the connector says that it is the account's matter."""
        shop.credentials.refresh = None
        for field in shop.kind.credential_fields:
            good = shop.credentials.values.get(field.name)
            if not (field.secret and good) or field.name not in self.sent_with_each_call(shop):
                continue
            shop.credentials.values[field.name] = "f" * len(good)
            reads = [each for each in KEYED if each not in self.keyless and each in shop.kind.capabilities]
            for capability in reads:
                with shop.trouble(), pytest.raises(AccountProblem):
                    STEPS[capability](shop)
            shop.credentials.values[field.name] = good

    @staticmethod
    def sent_with_each_call(shop: Shop) -> set[str]:
        """Not a refresh token nor the key of pushes: they travel alone."""
        columns = {"api_key", "api_secret", "access_token"}
        return {field.name for field in shop.kind.credential_fields if field.column in columns}

    def test_no_secret_is_told(self, shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        errors: list[ConnectorError] = []
        for kind in (*SORTED, "expired_token"):
            shop.fault(kind)
            shop.credentials.refresh = None
            try:
                with shop.trouble():
                    shop.connector.account()
            except ConnectorError as error:
                errors.append(error)
            shop.control("faults", method="DELETE")
        _look(shop)
        texts = [str(each) for call in shop.recorder.calls for each in (call.path, call.said, call.request_id)]
        texts += [f"{error} {error!r} {error.as_dict()} {error.args} {error.__cause__}" for error in errors]
        texts += [record.getMessage() for record in caplog.records if record.name.startswith(("marketplaces", "orion"))]
        secret = {each.name for each in shop.kind.credential_fields if each.secret}
        planted = [value for name, value in shop.credentials.values.items() if name in secret and value]
        assert planted
        assert len(errors) == len(SORTED) + 1
        assert [value[:3] for value in planted if any(value in text for text in texts)] == []


def _look(shop: Shop) -> set[str]:
    """The orders that are there, or whose shop it is where no list of orders can be read."""
    if Capability.PULL_ORDERS in shop.kind.capabilities:
        return set(shop.orders())
    return {shop.connector.account().remote_account_id}


class PacingLimiter:
    """The declared limits, kept in memory as the database keeps them: evenly with a burst, or in windows."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.monotonic = monotonic
        self.due: dict[tuple[str, str], float] = {}
        self.windows: dict[tuple[str, str], Window] = {}

    def reserve(self, limit: Limit, scope_value: str, amount: int = 1) -> float:
        key, now = (limit.group, scope_value), self.monotonic()
        if limit.window:
            window = self.windows.get(key) or Window.first(limit, now)
            self.windows[key], wait = window.taking(amount, now, limit.per)
            return wait
        gap = amount * limit.per / limit.rate
        due = max(self.due.get(key, 0.0), now - gap * max(0, limit.burst - amount) / amount) + gap
        self.due[key] = due
        return max(0.0, due - gap - now)

    def spend(self, limit: Limit, scope_value: str, amount: int) -> None:
        self.reserve(limit, scope_value, amount)

    def penalise(self, limit: Limit, scope_value: str, seconds: float) -> None:
        self.due[(limit.group, scope_value)] = self.monotonic() + seconds

    def resting(self, limit: Limit, scope_value: str) -> bool:
        return False  # one call at a time here: nobody sleeps while another is told to rest

    def told(self, limit: Limit, scope_value: str, told: WindowTold) -> None:
        key, now = (limit.group, scope_value), self.monotonic()
        self.windows[key] = (self.windows.get(key) or Window.first(limit, now)).told(told, now, limit.per)

    def enter(self, limit: AtOnce, scope_value: str, seconds: float) -> str:
        return limit.group  # one call at a time here

    def leave(self, place: str) -> None:
        pass
