"""What the parameters of addresses stand for, and a body for each operation that takes one."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from api.endpoint import Endpoint
from tests.proofs import addresses

PARAMETER = re.compile(r"([\w-]*)/?<(\w+):(\w+)>")
#: Parameters that name an object of a store, by the word of the address before them (see tests.proofs.everything).
OBJECTS = {
    **addresses.OBJECTS,
    "received": "webhook",
    "endpoints": "endpoint",
    "deliveries": "delivery",
    "sync-logs": "run",
    "imports": "import",
    "shipments": "shipment",
    "variants": "variant",
    "stock": "variant",
    "returns": "order_return",
    "joint-parcels": "joint_parcel",
    "price-rules": "price_rule",
    "drift": "drift",
    "invoices": "invoice",
}
#: Parameters that name no object of a store.
WORDS = {**addresses.WORDS, "language": "en"}
#: What a good call sends, by operation id: `things` are the objects of the store that is asked about.
BODIES: dict[str, dict[str, Any]] = {
    "connections_create": {
        "marketplace": "ozon",
        "credentials": {"client_id": "1", "api_key": "k" * 36},
        "test": False,
    },
    "fee_rules_create": {"percent": "12.5", "fixed": "0.30"},
    "connections_rename": {"name": "Ozon, the small shop"},
    "connections_name_carriers": {"carriers": {"dhl paket": "DHL_DE"}},
    "schedules_change": {"interval_minutes": 10},
    "connections_rotate": {"credentials": {"api_key": "k" * 36}},
    "connections_switches": {"orders_in": False},
    "marketplace_connections_create": {"platformCode": "ozon", "shopId": "1", "apiKey": "k" * 36},
    "marketplace_sync_orders": {"connectionId": "<connection>"},
    "marketplace_sync_products": {"connectionId": "<connection>"},
    "marketplace_sync_inventory": {"connectionId": "<connection>"},
    "order_acts_create": {
        "act": "hold",
        "orders": ["6f9619ff-8b86-4011-b42d-00c04fc964ff"],
        "reason": "Stocktaking",
    },
    "orders_cancel": {"reason": "352"},
    "orders_answer_cancellation": {"accept": False},
    "orders_refund": {"order_return": "<order_return>"},
    "orders_marks": {"codes": [{"line": str(uuid.uuid4()), "unit": 1, "kind": "imei", "code": ""}]},
    "keys_load": {"text": "GAME-KEY-1"},
    "keys_revoke": {"text": "GAME-KEY-1", "why": "Sold elsewhere"},
    "order_keys_replace": {"why": "It was used before"},
    "order_keys_decide": {"do": "drop"},
    "mail_words_write": {"subject": "Today", "body": "{list}"},
    "mail_words_preview": {"subject": "Today", "body": "{list}"},
    "orders_hold": {"reason": "Address not clear"},
    "shipments_tracking": {"tracking_number": "JJD0034"},
    "dispatches_confirm": {"dispatch": "4100001"},
    "dispatches_act": {"dispatch": "4100001"},
    "supplies_create": {"connection": "<connection>"},
    "supplies_fill": {"codes": ["ORI-LMP-1"]},
    "supplies_take_out": {"postings": ["6f9619ff-8b86-4011-b42d-00c04fc964ff"]},
    "orders_write_notes": {"notes": "Ring twice"},
    "products_create": {"title": "Lamp", "sku": "ORI-LMP-NEW"},
    "offers_publish": {"connections": ["<connection>"]},
    "offers_publish_many": {"products": ["<product>"], "connections": ["<connection>"]},
    "products_change": {"brand": "Orion"},
    "products_add_variant": {"sku": "ORI-LMP-RED", "options": {"colour": "red"}},
    "variants_set_parts": {"parts": []},
    "variants_change": {"gtin": "4006381333931"},
    "translations_write": {"title": "Lamp", "description": "It shines."},
    "listings_link": {"variant": "<variant>"},
    "listings_refuse": {"variant": "<variant>", "reason": "Another size"},
    "listings_suggest_again": {"variant": "<variant>"},
    "listings_link_certain": {"pairs": [{"listing": "<listing>", "variant": "<variant>"}]},
    "listings_allow_price": {"wanted": "5"},
    "stock_files_create": {"name": "stock.csv", "where": "folder"},
    "stock_files_change": {"interval_minutes": 15},
    "price_rules_create": {"markup_percent": "25", "rounding": "0.99"},
    "listings_override": {"stock": 2},
    "listings_settle": {"choices": [{"field": "title", "side": "both"}]},
    "listings_decide": {"field": "title", "decides": "theirs", "whole_shop": True},
    "invoices_create": {"order": "<order>"},
    "invoices_credit": {"amount": "1.00", "reason": "Scratched"},
    "joint_parcels_create": {"orders": ["<order>"]},
    "joint_parcels_ship": {"carrier": "DHL", "tracking_number": "JJD0034"},
    "joint_parcels_take_out": {"order": "<order>"},
    "returns_decide": {"line": "6f9619ff-8b86-4011-b42d-00c04fc964ff", "lost": 1},
    "returns_put_back": {"line": "6f9619ff-8b86-4011-b42d-00c04fc964ff", "quantity": 1},
    "returns_write_off": {"line": "6f9619ff-8b86-4011-b42d-00c04fc964ff"},
    "stock_adjust": {"delta": 1, "reason": "Delivery"},
    "stock_recount": {"counted": 5},
    "stock_change_many": {"rows": [{"sku": "ORI-LMP-1", "delta": 1, "reason": "Delivery"}]},
    "promotion_holds_keep": {"quantity": 2, "until": "2099-01-01T00:00:00Z"},
    "stock_rules_change": {"buffer": 2},
    "drift_decide": {"act": "watch", "ids": ["<drift>"]},
    "categories_choose": {"ours": "Lamps", "theirs": "17028701/91501"},
    "attributes_choose": {"category": "17028701/91501", "name": "Цвет товара", "words": "белый"},
    "attributes_read": {"category": "17028701/91501"},
    "drift_policies_change": {"price": True},
    "store_rule_change": {"buffer": 2},
    "webhook_endpoints_create": {"name": "ERP", "url": "https://8.8.8.8/hook", "kinds": ["order.created"]},
    "webhook_endpoints_change": {"name": "ERP 2"},
    "import_sources_create": {"name": "Supplier", "kind": "folder", "folder": "supplier"},
    "import_sources_change": {"interval_minutes": 30},
    "imports_create": {"text": "id,title,price\n1,Pot,5 EUR\n"},
    "imports_look": {"text": "Nr;Bezeichnung\n1;Pot\n"},
    "syncs_create": {"sync_type": "orders", "connection": "<connection>"},
}


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    route: str
    method: str
    view: type[Any]
    action: str

    @property
    def about(self) -> Endpoint:
        """Its row of the table."""
        found: Endpoint = getattr(self.view, self.action).endpoint
        return found

    @property
    def id(self) -> str:
        """As the description calls it."""
        return f"{self.view.resource or self.view.area}_{self.action}"

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        return self.method not in ("get", "head")

    @property
    def scope(self) -> str:
        """What a token needs."""
        return self.about.scope or f"{self.view.area}:{'write' if self.writes else 'read'}"

    @property
    def names_object(self) -> bool:
        """Whether a parameter, or its body, names something of a store."""
        named = any(name not in WORDS for _word, _kind, name in PARAMETER.findall(self.route))
        return named or bool(self.writes and re.search(r"'<\w+>'", str(BODIES.get(self.id, ""))))

    def path(self, things: dict[str, Any]) -> str:
        """Its parameters filled in."""

        def value(found: re.Match[str]) -> str:
            word, _kind, name = found.groups()
            filler = WORDS[name] if name in WORDS else str(things[OBJECTS[word]].pk)
            return f"{word}/{filler}" if word else filler

        return "/" + PARAMETER.sub(value, self.route)

    def body(self, things: dict[str, Any]) -> dict[str, Any] | None:
        """A body that would do something; values such as `"<order>"` become the id of that thing."""
        if not self.writes:
            return None
        body: dict[str, Any] = filled(BODIES.get(self.id, {}), things)
        return body


def filled(part: Any, things: dict[str, Any]) -> Any:
    """A body with `\"<order>\"` and the like replaced by ids."""
    if isinstance(part, dict):
        return {name: filled(inner, things) for name, inner in part.items()}
    if isinstance(part, list):
        return [filled(inner, things) for inner in part]
    if isinstance(part, str) and part.startswith("<") and part.endswith(">"):
        return str(things[part[1:-1]].pk)
    return part


def operations() -> list[Operation]:
    """Every operation under /api/ that an `@endpoint` makes, out of the resolver."""
    return [
        Operation(route, method, pattern.callback.cls, action)
        for route, pattern in _patterns(get_resolver(), "")
        if hasattr(pattern.callback, "actions")
        for method, action in (pattern.callback.actions or {}).items()
        if method != "head"
    ]


def _patterns(resolver: URLResolver, prefix: str) -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _patterns(pattern, route)
        elif isinstance(pattern, URLPattern):
            found.append((route, pattern))
    return found


def ids_of(things: dict[str, Any]) -> set[str]:
    """The ids that a stranger must not read anywhere."""
    return {str(thing.pk) for thing in things.values() if isinstance(thing.pk, uuid.UUID)}
