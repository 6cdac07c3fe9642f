"""Every address of the house, out of the resolver, with the objects that its parameters stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"([\w-]*)/?<(\w+):(\w+)>")
#: What a parameter stands for, by the word of the address before it.
OBJECTS = {
    "orders": "order", "parcels": "shipment", "lines": "item", "retry": "change", "needs-you": "need",
    "connections": "connection", "syncs": "run", "waiting": "change", "schedules": "job", "webhooks": "webhook",
    "items": "refused", "inventory": "variant", "products": "product",
    "variants": "variant", "ledger": "variant", "listings": "listing", "sources": "source", "import-sources": "source",
    "changes": "change", "members": "member", "invitations": "invitation", "tokens": "token", "hooks": "connection",
    "acts": "bulk_act", "views": "saved_view", "customers": "customer",
    "endpoints": "endpoint", "together": "joint_parcel", "invoices": "invoice", "deliveries": "delivery",
    "returns": "order_return", "goods": "order_return_line", "keys": "license_key",
    "supplies": "supply", "dispatches": "connection", "purchases": "supplier_order",
    "stock-files": "stock_file",
}  # fmt: skip
#: Parameters that name no object of a store.
WORDS = {
    "code": "ozon", "sync_type": "orders", "kind": "stock", "platform": "ozon", "letter": "digest", "language": "en",
    "token": "made-up", "place": "1", "act": "pause",
}  # fmt: skip


PUBLIC = ("admin/", "hooks/", "feeds/", "api/", "health/")


@dataclass(frozen=True)
class Address:
    """A route and the kinds of objects in it."""

    route: str
    name: str

    @property
    def objects(self) -> list[str]:
        """The kinds of objects it names."""
        return [OBJECTS[word] for word, kind, name in PARAMETER.findall(self.route) if name not in WORDS]

    def filled(self, things: dict[str, Any]) -> str:
        """The path, its parameters filled in."""

        def value(found: re.Match[str]) -> str:
            word, _kind, name = found.groups()
            filler = WORDS[name] if name in WORDS else str(things[OBJECTS[word]].pk)
            return f"{word}/{filler}" if word else filler

        return "/" + PARAMETER.sub(value, self.route)


def pages() -> list[Address]:
    """The merchant's pages: not the admin, the public addresses of pushes and files, nor the API, tested by itself."""
    return [a for a in _all(get_resolver(), "") if not a.route.startswith(PUBLIC)]


def admin_pages() -> list[Address]:
    """The admin's addresses."""
    return [address for address in _all(get_resolver(), "") if address.route.startswith("admin/")]


def _all(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _all(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield Address(prefix + str(pattern.pattern), pattern.name or "")
