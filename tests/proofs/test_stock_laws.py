"""Whatever comes in whatever order: the shelf is what the laws say, step by step (issue 5's model-based proof)."""

import contextlib
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from core.errors import DomainError
from inventory.models import Stock
from inventory.selectors.stock import told as what_is_told
from inventory.services.bundles import set_parts
from inventory.services.stock import adjust, recount
from marketplaces.canonical.statuses import OrderStatus
from tests.orders.world import ledger_adds_up, line, make_world, told
from tests.proofs.paper import Paper

S = OrderStatus
SKUS = ("TEA", "POT")
BUNDLE = "GIFT"
skus = strategies.sampled_from(SKUS)
bought = strategies.sampled_from((*SKUS, BUNDLE))
units = strategies.integers(1, 4)
some = strategies.integers(0, 99)


class Torn(Exception):
    """The process dies before its transaction ends."""


class Shelf(RuleBasedStateMachine):
    """A store with two articles and a bundle of both; every rule does the same to the store and to the paper."""

    def __init__(self) -> None:
        super().__init__()
        self.world, self.paper = make_world("laws"), Paper()
        self.told: dict[str, dict[str, Any]] = {}
        self.minute = 0
        for sku in SKUS:
            self.world.put(sku, 5, listed=True)
            self.paper.on_hand[sku] = 5
        self.gift = self.world.put(BUNDLE, 0)
        self.listing = self.world.offer(self.gift)
        self.make_of({"TEA": 2, "POT": 1})

    def make_of(self, parts: dict[str, int]) -> None:
        wanted = {self.world.variants[sku].pk: each for sku, each in parts.items()}
        set_parts(self.gift, wanted, by="proof")
        self.paper.recipes[BUNDLE] = parts

    def tell(self, name: str, *, tear: bool = False, **more: Any) -> None:
        """The marketplace's word on an order, as of the next minute; `tear` loses it before it is kept."""
        self.minute += 1
        facts = {**self.told.get(name, {}), **more, "later": self.minute}
        gone = facts.get("gone", {})
        lines = [line(sku, n, cancelled_quantity=gone.get(sku, 0)) for sku, n in facts["lines"].items()]
        order = told(name, *lines, status=facts.get("status", S.CONFIRMED), later=facts["later"])
        with contextlib.suppress(Torn), transaction.atomic():
            assert not self.world.take_in(order).refused
            if tear:
                raise Torn
        if not tear:
            self.told[name] = facts

    def one(self, number: int) -> str:
        """One of the orders that are still open."""
        names = self.open()
        return names[number % len(names)]

    def open(self) -> list[str]:
        return [name for name, facts in self.told.items() if facts.get("status", S.CONFIRMED) is S.CONFIRMED]

    @rule(parts=strategies.dictionaries(skus, strategies.integers(1, 3), min_size=1))
    def make_it_of_something_else(self, parts: dict[str, int]) -> None:
        """What was bought before keeps what it was promised."""
        self.make_of(parts)

    @rule(lines=strategies.dictionaries(bought, units, min_size=1), tear=strategies.booleans())
    def sell(self, lines: dict[str, int], tear: bool) -> None:
        name = f"o-{len(self.told)}-{self.minute}"
        if tear:
            self.tell(name, tear=True, lines=lines)
        self.tell(name, lines=lines)
        self.paper.sell(name, lines)

    @precondition(lambda self: self.told)
    @rule(number=some)
    def tell_again(self, number: int) -> None:
        """What is known already: a poll after the push."""
        name = list(self.told)[number % len(self.told)]
        facts, minute = self.told[name], self.minute
        self.minute = facts["later"] - 1
        self.tell(name)
        self.minute = minute

    @precondition(lambda self: self.open())
    @rule(number=some, tear=strategies.booleans())
    def cancel(self, number: int, tear: bool) -> None:
        name = self.one(number)
        if tear:
            self.tell(name, tear=True, status=S.CANCELLED)
        self.tell(name, status=S.CANCELLED)
        self.paper.give_back(name)

    @precondition(lambda self: self.open())
    @rule(number=some)
    def cancel_one_unit(self, number: int) -> None:
        name = self.one(number)
        sku, n = next(iter(self.told[name]["lines"].items()))
        gone = dict(self.told[name].get("gone", {}))
        if gone.get(sku, 0) + 1 < n:
            gone[sku] = gone.get(sku, 0) + 1
            self.tell(name, gone=gone)
            self.paper.give_back(name, {sku: 1})

    @precondition(lambda self: self.open())
    @rule(number=some, tear=strategies.booleans())
    def leave(self, number: int, tear: bool) -> None:
        name = self.one(number)
        if tear:
            self.tell(name, tear=True, status=S.SHIPPED)
        self.tell(name, status=S.SHIPPED)
        self.paper.leave(name)

    @precondition(lambda self: len(self.open()) < len(self.told))
    @rule(number=some)
    def hear_late(self, number: int) -> None:
        """An old word on an order that is over, after the newer one: nothing comes back to the shelf."""
        closed = [name for name in self.told if name not in self.open()]
        name = closed[number % len(closed)]
        facts, minute = self.told[name], self.minute
        self.minute = -1
        self.tell(name, status=S.CONFIRMED)
        self.told[name], self.minute = facts, minute

    @rule(sku=skus, delta=strategies.integers(-3, 3).filter(bool))
    def change(self, sku: str, delta: int) -> None:
        try:
            adjust(
                store=self.world.store, variant=self.world.variants[sku], location=self.world.place, delta=delta,
                reason="proof",
            )  # fmt: skip
            done = True
        except DomainError:
            done = False
        assert done == self.paper.change(sku, delta)

    @rule(sku=skus, counted=strategies.integers(0, 9))
    def count(self, sku: str, counted: int) -> None:
        recount(
            store=self.world.store, variant=self.world.variants[sku], location=self.world.place, counted=counted
        )  # fmt: skip
        self.paper.count(sku, counted)

    @invariant()
    def store_and_paper_agree(self) -> None:
        for sku in SKUS:
            variant = self.world.variants[sku]
            assert self.world.stock(sku) == (self.paper.on_hand[sku], self.paper.reserved(sku)), sku
            assert self.world.held(sku) == self.paper.held(sku), sku
            assert ledger_adds_up(variant)
        assert not Stock.objects.filter(store=self.world.store, on_hand__lt=0).exists()
        assert self.world.stock(BUNDLE) == (0, 0) and not self.world.held(BUNDLE)
        assert what_is_told([self.listing.pk])[self.listing.pk].total == self.paper.made(BUNDLE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("examples", "steps"), [(12, 20), pytest.param(400, 50, marks=[pytest.mark.prove, pytest.mark.timeout(3600)])]
)
def test_the_shelf_follows_the_laws_step_by_step(examples: int, steps: int) -> None:
    quick = examples < 100  # a failure is told as it was met: making it small takes minutes, which the full length has
    run_state_machine_as_test(
        Shelf,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=quick,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate] if quick else list(Phase),
        ),
    )  # fmt: skip
