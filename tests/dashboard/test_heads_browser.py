"""On a phone the acts of a page stand on one line, what is to be pressed first."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import opened, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECTIONS = ("/", "/orders/", "/products/", "/inventory/", "/listings/", "/connections/", "/fulfilment/", "/syncs/")
#: Of each head: the upper edge of each of its acts that is drawn, and the place of the filled one.
ACTS = """() => [...document.querySelectorAll(".page-head .page-acts")].map(head => {
    const acts = [...head.querySelectorAll(".btn")].filter(act => act.offsetParent && !act.closest(".menu-list"));
    const edges = acts.map(act => Math.round(act.getBoundingClientRect().top));
    return [edges, acts.findIndex(act => act.matches(".btn-primary"))];
})"""


def test_the_primary_button_comes_first_and_stands_with_the_others(
    chrome: Browser, live_server, cast: Cast, owner: Client
) -> None:
    order = world.order(world.connection(cast.store, "Shopee Bangkok", code="shopee"), quantity=1)
    world.reserve(order.items.get(), world.variant(cast.store), granted=1)
    seen = 0
    with opened(chrome, live_server.url, "phone", owner) as page:
        for address in SECTIONS:
            page.goto(live_server.url + address)
            for edges, primary in page.evaluate(ACTS):
                assert len(set(edges)) <= 1 and primary <= 0, (address, edges, primary)
                seen += len(edges)
            assert too_wide(page) <= 0, address
    assert seen > 8
