"""The practice shop, a connector in front of it, and a hub on loopback behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from marketplaces.connectors.storefront.keys import Keys
from marketplaces.sandbox.server import running
from tests.conftest import shared
from tests.contract.shop import Shop

from .desk import MemoryDesk
from .hub import Hub, listening
from .samples import desk as fresh_desk


@pytest.fixture(scope="package")
def practice() -> Iterator[str]:
    with running(None, codes=["storefront"]) as server:
        yield server.url


@dataclass
class Counter(Shop):
    """A shop whose callbacks are held against the contract: they are no calls of it, but pushes."""

    judged_callbacks: list[str] = field(default_factory=list)

    def judged(self) -> "Counter":
        from wirecheck.model import Headers
        from wirecheck.webhooks import WebhookChecker

        checker = WebhookChecker("storefront", secret=self.credentials.values["secret"])

        def hook(response: requests.Response, *_: Any, **__: Any) -> None:
            sent = response.request
            body = sent.body if isinstance(sent.body, bytes) else (sent.body or "").encode()
            self.judged_callbacks.append(sent.headers.get("X-Hub-Event", ""))
            self.violations += [str(each) for each in checker.check(Headers(sent.headers), body)]

        self.transport.session.hooks["response"].append(hook)
        return self


@pytest.fixture
def shop(practice: str) -> Iterator[Counter]:
    shared("tools/wirecheck")
    made = Counter("storefront", practice).fresh().judged()
    yield made
    made.close()
    assert made.violations == []


@pytest.fixture
def hub(shop: Counter) -> Iterator[Hub]:
    """Knows what the practice shop sells, and is registered with it."""
    products = shop.control("state?orders=0&webhooks=0")["products"]
    at_desk = MemoryDesk({each["sku"]: each["sku"].startswith("DIG-") for each in products})
    at_desk.units = {each["sku"]: each["stock"][""]["available"] for each in products}
    keys = Keys.of([shop.credentials.values], currency="EUR")
    with listening(keys, at_desk, shop.credentials.values["secret"]) as made:
        shop.control("webhook", {"url": made.url})
        yield made
        shop.control("webhook", method="DELETE")
    assert made.violations == []
    assert made.lenient == []


@pytest.fixture
def desk() -> MemoryDesk:
    return fresh_desk()
