"""People change stock, prices and states behind our back: each is found in time, explained, and healed or held."""

import random
import sys
from collections import Counter

import pytest

from core.services.stores import open_store
from inventory.services.locations import default_location
from marketplaces.models import ApiCall
from sync.schedule import DEFAULTS
from tests.proofs.drifting import LOOK, READING, Shop, Wrong
from tests.proofs.processes import Sandboxes
from tests.proofs.reckoning import books_balance
from tests.proofs.shops import open_shop

CODES = ("ozon", "shopee", "lazada")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("half_hours", "seed"),
    [
        (4, 1),
        *(
            pytest.param(48, seed, marks=[pytest.mark.prove, pytest.mark.timeout(3600)], id=f"a day {seed}")
            for seed in (1, 2)
        ),
    ],
)
def test_what_is_changed_behind_our_back_is_found_explained_and_healed_or_held_by_policy(
    transactional_db: None, sandboxes: Sandboxes, half_hours: int, seed: int
) -> None:
    shops = [_shop(sandboxes, code, seed) for code in CODES]
    for _ in range(half_hours):
        for shop in shops:
            shop.half_hour()
    for shop in shops:
        shop.finish()
        assert not shop.left(), f"{shop.code}: {shop.left()}"
        assert shop.agree() > 5
        books_balance(shop.connection.store_id)
        assert not ApiCall.objects.filter(connection=shop.connection, http_status=429).exists()
        _tell(shop)
    assert sum(len(shop.done) for shop in shops) >= half_hours


def _shop(sandboxes: Sandboxes, code: str, seed: int) -> Shop:
    """A store of its own, so that no shop hears of another's stock."""
    sandboxes.fresh(code, seed=seed)
    store = open_store(slug=code, name=code.title(), owner_email=f"owner@{code}.example").store
    default_location(store)
    shop = Shop(open_shop(store, sandboxes, code), sandboxes, random.Random(f"{code} {seed}"))
    shop.open()
    return shop


def _tell(shop: Shop) -> None:
    """The figures of a shop."""
    all_of = [*shop.done, *shop.wrong.values()]
    lines = [f"\n{shop.code}: {shop.minute // 60} hours, {dict(shop.counts)}"]
    lines += [f"  {'what':8}{'cause':11}{'made':>5}{'found':>6}{'p95 min':>8}{'policy':>8}{'person':>8}{'held':>6}"]
    for what, cause in sorted({(each.what, each.cause) for each in all_of}):
        these = [each for each in all_of if (each.what, each.cause) == (what, cause)]
        found, by = sum(each.found is not None for each in these), Counter(each.healed_by for each in these)
        lines += [
            f"  {what:8}{cause:11}{len(these):5}{found:6}{_p95(these):>8}{by['policy']:8}{by['person']:8}{by['']:6}"
        ]
    sys.stdout.write("\n".join(lines) + "\n")


def _p95(these: list[Wrong]) -> str:
    waits = sorted(each.found for each in these if each.found is not None)
    return str(waits[int(0.95 * (len(waits) - 1))]) if waits else "-"


def test_the_limit_of_the_proof_is_what_the_schedules_say() -> None:
    assert (DEFAULTS["products"][0], DEFAULTS["orders"][0]) == (READING, LOOK)
