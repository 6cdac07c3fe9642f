"""Names as they are: sixty letters without a blank, on every page that shows them, wide and on a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from core.models import NeedsYou
from orders.models import Customer, Order
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "ВеличайшаяЛампаНастольнаяБезЕдиногоПробелаВоВсёмСвоёмДлинномИмени"
SKU = "SKU-" + "W" * 56


@pytest.fixture
def addresses(cast: Cast) -> list[str]:
    """A store of which everything has such a name."""
    cast.store.name = "Ladengeschäftsbezeichnungsungetümverwaltungsgesellschaft"
    cast.store.save()
    shop = world.connection(cast.store, NAME, remote_account_name=NAME)
    variant = world.variant(cast.store, SKU)
    variant.product.title = NAME
    variant.product.save()
    order = world.order(shop, customer_name=NAME, shipping_address={"line1": NAME, "city": NAME})
    customer = Customer.objects.create(
        store=cast.store, connection=shop, remote_id="9" * 60, name=NAME, email=f"{'a' * 60}@example.org"
    )
    Order.objects.filter(pk=order.pk).update(customer=customer)
    need = NeedsYou.objects.create(
        store=cast.store, kind="refused", subject_type="order", subject_id=order.pk, cause_key="name", title=NAME * 2,
        said="x" * 200, reference="r" * 80, deadline=timezone.now(),
    )  # fmt: skip
    return [
        "/", "/orders/", f"/orders/{order.pk}/", "/needs-you/", f"/needs-you/{need.pk}/", "/customers/",
        f"/customers/{customer.pk}/", "/products/", f"/products/{variant.product_id}/",
        f"/products/{variant.product_id}/variants/{variant.pk}/", "/inventory/", f"/inventory/{variant.pk}/ledger/",
        f"/inventory/{variant.pk}/adjust/", "/connections/", f"/connections/{shop.pk}/",
        f"/connections/{shop.pk}/disconnect/", "/syncs/", "/notifications/", "/settings/notifications/",
        "/settings/mails/", "/settings/audit/", "/settings/hooks/",
    ]  # fmt: skip


@pytest.mark.parametrize("face", ["light", "phone"])
def test_no_name_pushes_a_page_aside(
    chrome: Browser, live_server, owner: Client, addresses: list[str], face: str
) -> None:
    wide: dict[str, int] = {}
    with opened(chrome, live_server.url, face, owner) as page:
        for address in addresses:
            page.goto(live_server.url + address)
            picture(page, f"name{address.replace('/', '-')}{face}")
            if (pixels := too_wide(page)) > 0:
                wide[address] = pixels
    assert wide == {}
