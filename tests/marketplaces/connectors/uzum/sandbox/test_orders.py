"""What the practice Uzum tells of an order, typed from the description."""

from __future__ import annotations

import json
import urllib.request

from marketplaces.sandbox.server import running

TOKEN = "c2FuZGJveC11enVtLTcwMDEtdG9rZW4="


def test_what_has_not_happened_yet_is_left_out_of_an_order() -> None:
    """The description lets no field of an order be null."""
    with running(None, codes=["uzum"]) as server:
        address = f"{server.url}/uzum/api/seller-openapi/v2/fbs/orders?shopIds=96273&status=CREATED&size=50"
        asked = urllib.request.Request(address, headers={"Authorization": TOKEN})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            orders = json.load(answer)["payload"]["orders"]
    assert orders
    for order in orders:
        assert "acceptUntil" in order and "completedDate" not in order and "dateCancelled" not in order
        assert None not in order.values()
        assert all(None not in item.values() for item in order["orderItems"])
