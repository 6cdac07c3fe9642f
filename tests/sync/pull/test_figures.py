"""The marketplace's own figures are read after its products, some times a day, and go on where a limit cut them off."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from core.models import Store
from inventory.models import ListingFigures
from marketplaces.connectors.ozon import client as ozon_client
from marketplaces.framework import registry
from marketplaces.framework.transport import pacing
from marketplaces.models import ApiCall, Connection, MarketplaceCredential
from marketplaces.sandbox.server import Running, Sandbox
from marketplaces.services import limiter, own_connection
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from sync.models import Cursor, MarketplaceSyncLog
from tests.sync.push.conftest import Market

CALL = "/v1/analytics/data"


@pytest.fixture(scope="session")
def practice_ozon() -> Iterator[str]:
    with Running(Sandbox(None, codes=["ozon"])).in_background() as server:
        yield server.url


class Ozon(Market):
    """A practice Ozon."""

    def control(self, call: str, body: Any = None, *, method: str = "") -> Any:
        import requests

        method = method or ("GET" if body is None else "POST")
        return requests.request(method, f"{self.url}/ozon/_control/{call}", json=body, timeout=20).json()


@pytest.fixture
def ozon(store: Store, practice_ozon: str, monkeypatch: pytest.MonkeyPatch) -> Ozon:
    for place in (pacing, limiter):  # a minute is not waited for
        monkeypatch.setattr(place, "LONGEST_WAIT", 20.0)
    rested()
    here = Ozon(store, Connection(), practice_ozon)
    here.control("limits", {"enabled": False})
    here.control("seed", {"seed": 5, "products": 6, "orders": 40})
    settings.SANDBOX_URL = practice_ozon
    address = f"{practice_ozon}/ozon"
    tested = try_values("ozon", here.control("credentials"), base_url=address, allow_private=True)
    shop = connect(store=store, code="ozon", name="Ozon", tested=tested, base_url=address, allow_private=True)
    here.shop = Connection.objects.select_related("marketplace", "store").get(pk=shop.pk)
    here.run("products")
    return here


def asked(ozon: Ozon) -> int:
    """Calls of this shop; those of other tests' shops are still recorded."""
    return ApiCall.objects.filter(connection=ozon.shop, path=CALL, outcome="ok").count()


def rested() -> None:
    """The minute is over. Buckets are kept by a database connection of their own, which would wait for ours."""
    own_connection.run(lambda c: c.execute("UPDATE rate_buckets SET tat = tat - interval '2 minutes'"))


def test_the_first_reading_leaves_them_to_the_second_which_stores_what_is_counted_there(ozon: Ozon) -> None:
    assert asked(ozon) == 0
    assert ozon.run("products").status == MarketplaceSyncLog.Status.COMPLETED
    orders = ozon.control("state?products=0&webhooks=0")["orders"]
    assert orders and ListingFigures.objects.exists()
    row = ListingFigures.objects.order_by("-revenue").first()
    assert row is not None and row.ordered_units and row.revenue and (row.views, row.currency) == (None, "RUB")


def test_they_are_not_asked_for_again_before_some_hours_are_over(ozon: Ozon) -> None:
    ozon.run("products"), ozon.run("products")
    assert asked(ozon) == 1
    Cursor.objects.filter(stream="figures").update(position=timezone.now() - timedelta(hours=7))
    rested()
    ozon.run("products")
    assert asked(ozon) == 2


def test_with_premium_it_also_tells_who_looked(ozon: Ozon) -> None:
    shop = ozon.shop
    shop.settings = {**shop.settings, "premium": "yes"}
    shop.save()
    ozon.run("products")
    row = ListingFigures.objects.filter(ordered_units__gt=0).first()
    assert row is not None and row.views and row.sessions and row.cart_adds and row.delivered_units is not None


def test_a_walk_that_the_limit_cut_off_is_gone_on_with(ozon: Ozon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ozon_client, "FIGURES_PER_PAGE", 4)
    from marketplaces.connectors.ozon import figures

    monkeypatch.setattr(figures, "FIGURES_PER_PAGE", 4)
    log = ozon.run("products")
    assert log.status == MarketplaceSyncLog.Status.COMPLETED
    place = Cursor.objects.get(stream="figures").walk
    assert (place["place"], asked(ozon)) == ({"offset": 4}, 1)
    before = ListingFigures.objects.count()
    rested()
    ozon.run("products")
    assert ListingFigures.objects.count() > before
    assert Cursor.objects.get(stream="figures").walk["place"] == {"offset": 8}


def test_no_worker_is_held_by_a_long_walk(ozon: Ozon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplaces.connectors.ozon.figures.FIGURES_PER_PAGE", 4)
    monkeypatch.setattr(ozon_client, "FIGURES_PER_PAGE", 4)
    monkeypatch.setattr("sync.pull.figures.PATIENCE", timedelta(0))
    kind = registry.connector_class("ozon")
    quick = tuple(replace(each, rate=50, per=1) if each.group == "figures" else each for each in kind.limits)
    monkeypatch.setattr(kind, "limits", quick)
    log = ozon.run("products")
    assert any("the next reading goes on" in text for _at, text in log.messages) and asked(ozon) == 1
    assert Cursor.objects.get(stream="figures").walk["place"] == {"offset": 4}


def test_figures_that_cannot_be_read_do_not_fail_the_products(ozon: Ozon, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = ozon.shop
    monkeypatch.setattr("marketplaces.connectors.ozon.sandbox.analytics.PREMIUM", frozenset())
    shop.settings = {**shop.settings, "premium": "yes"}
    shop.save()
    log = ozon.run("products")
    assert log.status == MarketplaceSyncLog.Status.COMPLETED
    assert any("figures could not be read" in text for _at, text in log.messages)


def test_a_right_that_the_keys_lack_is_missed_once_until_keys_or_settings_change(ozon: Ozon) -> None:
    ozon.control("faults", {"kind": "forbidden", "path": CALL})
    refused = ApiCall.objects.filter(connection=ozon.shop, path=CALL, http_status=403)
    log = ozon.run("products")
    assert any("could not be read" in text for _at, text in log.messages)
    ozon.run("products")
    assert refused.count() == 1
    ozon.shop.last_tested_at = timezone.now()  # somebody gave the right there and pressed Test
    ozon.shop.save(update_fields=["last_tested_at", "updated_at"])
    rested()
    ozon.run("products")
    assert refused.count() == 2
    ozon.control("faults", method="DELETE")
    assert asked(ozon) == 0
    keys = MarketplaceCredential.objects.get(connection=ozon.shop)
    keys.version += 1
    keys.save()
    rested()
    ozon.run("products")
    assert asked(ozon) == 1 and ListingFigures.objects.exists()
