"""Eight processes find the access token ended at the same instant: Shopee is asked for one new pair, and all go on."""

from collections.abc import Callable

import pytest

from core.models import Store
from marketplaces.models import Connection, MarketplaceCredential
from tests.proofs.processes import Sandboxes, Worker, soon
from tests.proofs.shops import open_shop

REFRESH = "/api/v2/auth/access_token/get"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=[pytest.mark.prove, pytest.mark.timeout(1200)])])
def test_eight_processes_make_one_refresh(
    store: Store, sandboxes: Sandboxes, workers: Callable[..., Worker], rounds: int
) -> None:
    shop = open_shop(store, sandboxes, "shopee", ready=False)
    eight = [workers() for _ in range(8)]
    for worker in eight:
        worker.ready()
    for _ in range(rounds):
        sandboxes.control("shopee", "expire", {})
        sandboxes.control("shopee", "calls", method="DELETE")
        before = MarketplaceCredential.objects.get(connection=shop).version
        at = soon()
        for worker in eight:
            worker.tell("account", at=at, connection=str(shop.pk))
        assert [worker.hear() for worker in eight] == [{"account": shop.remote_account_id}] * 8
        calls = sandboxes.calls("shopee")["calls"]
        assert sum(count for call, count in calls.items() if call.endswith(REFRESH)) == 1, calls
        assert MarketplaceCredential.objects.get(connection=shop).version == before + 1
    assert Connection.objects.get(pk=shop.pk).status == Connection.Status.ACTIVE
