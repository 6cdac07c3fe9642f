"""Bodies and calls as a shop writes them."""

import copy
import hashlib
import hmac
import json
from datetime import UTC, datetime

from marketplaces.connectors.storefront.intake import StorefrontIntake
from marketplaces.connectors.storefront.keys import Keys
from marketplaces.framework.intake import IncomingCall

from .desk import MemoryDesk

SECRET, HOOK_SECRET = "whsec_test_0123456789abcdef", "hook_test_0123456789abcdef"
NOW = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)
KEYS = Keys(
    key_id="web_1", secrets=(SECRET,), hook_secrets=(HOOK_SECRET,), shop_domain="atelier.example", currencies=("EUR",)
)
BASE = "/api/v1/storefront/demo"

ORDER = {
    "external_id": "WEB-1001", "number": "1001", "status": "confirmed", "payment_status": "paid",
    "placed_at": "2026-01-05T10:00:00Z", "updated_at": "2026-01-05T10:00:30Z", "revision": 2, "currency": "EUR",
    "prices_include_tax": True, "locale": "fr-LU",
    "totals": {
        "subtotal": "59.70", "shipping": "4.90", "tax": "8.66", "discount": "5.00", "total": "59.60",
        "refunded": "0.00",
    },
    "customer": {
        "external_id": "c-7", "email": "zoe.muller@example.lu", "first_name": "Zoé", "last_name": "Müller",
        "phone": None,
    },
    "shipping_address": {
        "first_name": "Zoé", "last_name": "Müller", "company": None, "line1": "12A, Rue de l'Exemple", "line2": None,
        "city": "Luxembourg", "region": None, "postal_code": "L-1234", "country": "LU",
    },
    "billing_address": None,
    "shipping_method": {"code": "std", "title": "Standard"},
    "lines": [
        {
            "external_line_id": "1", "sku": "LU-1001", "gtin": "5401122000001", "name": "Théière", "quantity": 1,
            "unit_price": "39.90", "subtotal": "39.90", "discount": "3.34", "tax": "5.31", "total": "36.56",
            "is_digital": False, "requires_shipping": True,
        },
        {
            "external_line_id": "2", "sku": "DIG-1", "name": "Clé numérique", "quantity": 2, "unit_price": "9.90",
            "subtotal": "19.80", "discount": "1.66", "tax": "2.64", "total": "18.14", "is_digital": True,
            "requires_shipping": False,
        },
    ],
    "metadata": {"source": "web"},
}  # fmt: skip


def order(**more):
    """The contract's own order, some of it changed; a dotted name reaches inside."""
    found = copy.deepcopy(ORDER)
    for name, value in more.items():
        *path, last = name.split("__")
        place = found
        for step in path:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value
    return found


def desk():
    made = MemoryDesk({"LU-1001": False, "DIG-1": True})
    made.moment = NOW
    return made


def call(method, path, body=b"", *, key="key-00000001", secret=SECRET, at=NOW, query=None, **headers):
    """One signed call; `headers` replace (None removes) what a good one carries."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    target = BASE + path
    stamp = str(int(at.timestamp()))
    signed = hmac.new(secret.encode(), f"{stamp}\n{method}\n{target}\n".encode() + raw, hashlib.sha256).hexdigest()
    sent = {"x-hub-key": "web_1", "x-hub-timestamp": stamp, "x-hub-signature": f"v1={signed}"}
    if method != "GET":
        sent |= {"idempotency-key": key, "content-type": "application/json"}
    sent |= {name.replace("_", "-"): text for name, text in headers.items()}
    return IncomingCall(
        method=method, target=target, path=path.partition("?")[0], body=raw, received_at=NOW,
        headers={name: text for name, text in sent.items() if text is not None}, query=query or {},
    )  # fmt: skip


def receive(at_desk, *args, keys=KEYS, **more):
    """Status and body of the answer."""
    reply = StorefrontIntake().answer(call(*args, **more), keys, at_desk)
    return reply.status, json.loads(reply.bytes)
