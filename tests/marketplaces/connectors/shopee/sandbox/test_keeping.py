"""What the practice shop keeps, and how fast it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from marketplaces.sandbox.server import running

from .hub import PARTNER_KEY, Hub
from .test_orders import wish
from .test_products import plain, set_stock

FOLDER = Path(__file__).resolve().parents[5] / "marketplaces/connectors/shopee/sandbox"


def test_a_restart_keeps_tokens_orders_stock_and_plans(tmp_path: Path) -> None:
    from wirecheck import Checker

    checker = Checker("shopee", base_path="/shopee", secret=PARTNER_KEY, sides=("response",))
    with running(tmp_path, codes=["shopee"]) as server:
        hub = Hub(server.url, checker)
        body = {"refresh_token": hub.refresh_token, "partner_id": 1000001, "shop_id": 220033445}
        pair = hub.post("auth/access_token/get", body, public=True)
        number = hub.sell(**wish(hub))
        hub.post("logistics/ship_order", {"order_sn": number, "dropoff": {}})
        item = plain(hub)["item_id"]
        set_stock(hub, item, (0, 77))
    with running(tmp_path, codes=["shopee"]) as server:
        again = Hub(server.url, checker)
        again.token = pair["access_token"]
        assert again.order(number)["order_status"] == "PROCESSED"
        assert plain(again)["stock_info_v2"]["seller_stock"][0]["stock"] == 77
        assert again.post("auth/access_token/get", body, public=True)["error"] == "error_shop_refresh_token"
        again.control("clock", {"advance": 5})
        assert again.state(order=number)["orders"][0]["tracking"]


def test_the_same_seed_makes_the_same_shop(hub: Hub, at_noon: int) -> None:
    hub.control("seed", {"seed": 7})
    first = hub.state()
    hub.control("seed", {"seed": 8})
    other = hub.state()
    hub.control("seed", {"seed": 7})
    assert hub.state() == first != other


def test_a_large_shop_lists_as_many_as_were_asked_for(hub: Hub) -> None:
    hub.control("seed", {"products": 400, "orders": 0})
    told = hub.state()
    assert (len(told["products"]), told["orders"]) == (400, [])


def test_it_is_plain_python_without_the_connector(tmp_path: Path) -> None:
    """Loaded without its parent package, so that only the sandbox's own imports count."""
    code = (
        "import sys, types\n"
        "parent = types.ModuleType('marketplaces.connectors.shopee')\n"
        f"parent.__path__ = [{str(FOLDER.parent)!r}]\n"
        "sys.modules['marketplaces.connectors.shopee'] = parent\n"
        "import marketplaces.connectors.shopee.sandbox\n"
        "bad = [n for n in sys.modules if n.split('.')[0] in ('django', 'celery')]\n"
        "bad += [n for n in sys.modules if n.startswith('marketplaces.connectors.shopee.') and '.sandbox' not in n]\n"
        "sys.exit(', '.join(bad) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=FOLDER.parents[3], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_calls_are_counted_without_their_secrets(hub: Hub) -> None:
    hub.get("shop/get_shop_info")
    told = hub.control("calls?last=5")
    assert told["calls"]["GET /api/v2/shop/get_shop_info"] >= 1
    assert hub.token not in str(told)
