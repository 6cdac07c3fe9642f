"""What only Shopee has: signing in by link, another title, who asks to cancel, refunds, and messages nobody took."""

import base64
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from marketplaces.canonical.products import Size
from marketplaces.connectors.shopee.connector import ShopeeConnector
from tests.contract.exercise import known_card
from tests.contract.shop import Shop

#: The field whose value requests are signed with.
SIGNED_WITH = "partner_key"
PUSHES_SIGNED_WITH = "push_key"


#: One white point.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


class Pictures(BaseHTTPRequestHandler):
    """Where a merchant keeps pictures: one PNG, one that is none, and nothing else."""

    def do_GET(self) -> None:
        found = {"/teapot.png": PNG, "/teapot.gif": b"GIF89a"}.get(self.path)
        self.send_response(404 if found is None else 200)
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")

    def log_message(self, *args: Any) -> None:
        """Nobody reads it."""


@cache
def pictures() -> str:
    """Their address; served until the process ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def asked_of_new(shop: Shop) -> dict[str, Any]:
    """A category at the end of their tree, a picture that is fetched, words and the parcel."""
    return {
        "category": next(each.category for page in shop.connector.pull_products() for each in page.items),
        "images": (f"{pictures()}/teapot.png",),
        "description": "Stoneware, dishwasher-safe.",
        "weight_g": 845,
        "package": Size(length_mm=255, width_mm=180, height_mm=160),
    }


def more(shop: Shop) -> None:
    connector = shop.connector
    assert isinstance(connector, ShopeeConnector)
    sign_in(shop, connector)
    change_an_item(shop, connector)
    answer_a_buyer(shop, connector)
    refund(shop, connector)
    pushes(connector)


def sign_in(shop: Shop, connector: ShopeeConnector) -> None:
    link = connector.authorisation_url(redirect_url="https://hub.example.com/back", state="s1")
    link = link.replace(shop.transport.base_url, f"{shop.sandbox}/{shop.code}")  # the seller's browser knows no proxy
    page = requests.post(link, data={"shop_id": shop.credentials.values["shop_id"]}, timeout=10, allow_redirects=False)
    query = dict(parse_qsl(urlsplit(page.headers["Location"]).query))
    shop.credentials.values.update(connector.exchange_code(query).values)
    assert connector.account().name


def change_an_item(shop: Shop, connector: ShopeeConnector) -> None:
    product = next(each for page in connector.pull_products() for each in page.items if not each.variants[0].remote_id)
    assert [result.error for result in connector.push_products([known_card(product, title="Renamed")])] == [None]
    (now,) = connector.find_products([product.variants[0].sku])
    assert (now.title, now.images) == ("Renamed", product.images)


def answer_a_buyer(shop: Shop, connector: ShopeeConnector) -> None:
    number = shop.sold().remote_id
    shop.control("cancel", {"order": number, "request": True})
    connector.answer_cancellation(number, accept=True)


def refund(shop: Shop, connector: ShopeeConnector) -> None:
    shop.control("move", {"order": shop.sold().remote_id, "status": "TO_RETURN"})
    since, until = shop.window()
    found = [each for page in connector.pull_returns(since=since, until=until) for each in page.items]
    connector.confirm_return(next(each.remote_id for each in found if each.remote_status == "REQUESTED"))


def pushes(connector: ShopeeConnector) -> None:
    connector.register_webhook("http://127.0.0.1:9/hooks/shopee/t/")
    assert connector.registered_webhook() == "http://127.0.0.1:9/hooks/shopee/t/"
    connector.lost_webhooks()
