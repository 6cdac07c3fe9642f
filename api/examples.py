"""An example for every body and every answer of the description, made of what it says about each field."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
JSON = "application/json"
METHODS = ("get", "post", "put", "patch", "delete")
#: What a field of this name looks like; whatever is not here is made of its kind.
TEXTS = {
    "number": "O-10471", "order_number": "O-10471", "sku": "ORI-LMP-BRS", "variant_sku": "ORI-LMP-BRS",
    "title": "Desk lamp Orion", "name": "Desk lamp Orion", "description": "It shines.", "brand": "Orion",
    "category": "Lamps",
    "tag": "gift", "image": "images/lamp.jpg", "gtin": "4006381333931", "currency": "EUR", "country": "LU",
    "marketplace": "bazaar",
    "code": "bazaar", "remote_id": "46218733-0047", "remote_status": "awaiting_deliver", "carrier": "DHL",
    "tracking_number": "00340434161094042557", "customer_name": "Anna Weber", "customer_email": "anna@example.org",
    "customer_phone": "+352 6•• ••• 18", "phone": "+352 621 555 118", "reason": "Delivery 4711", "language": "en",
    "by": "Nadia Weber", "user": "Nadia Weber", "shipped_by": "Nadia Weber", "location_name": "Main",
    "connection_name": "Bazaar Москва", "auditable_type": "products", "message": "It is something else by now.",
    "field": "sku", "key": "bazaar", "linked_by": "same SKU", "tracking_from": "us", "state": "synced",
    "sync_status": "synced", "stock_state": "synced", "remote_scheme": "FBS", "value": "Desk lamp Orion",
    "title_language": "en", "from_status": "confirmed", "to_status": "shipped", "child": "red", "warehouse": "Main",
    "why": "Sold by mistake",
}  # fmt: skip
#: What a number of this name looks like.
NUMBERS = {
    "quantity": 2, "open_quantity": 2, "asked": 2, "granted": 2, "on_hand": 5, "available": 3, "reserved": 2,
    "delta": 3, "counted": 5, "on_hand_before": 2, "on_hand_after": 5, "reserved_after": 2, "result": 3, "variants": 1,
    "interval_minutes": 15, "number": 1, "told": 3, "sent": 3, "seen": 3, "stock": 3, "score": 96, "status": 201,
}  # fmt: skip
#: What the keys and values of a field without fixed names are.
MAPS = {
    "credentials": {"client_id": "1001", "api_key": "…"}, "stock_by_warehouse": {"22655170176000": 3},
    "sent_by_warehouse": {"22655170176000": 3}, "attributes": {"shade": "linen"},
    "old_values": {"brand": ""}, "new_values": {"brand": "Orion"}, "secrets": {"api_key": "…4c1f"},
    "shipping_address": {"line1": "Rue du Fort 3", "postcode": "2920", "city": "Luxembourg", "country": "LU"},
}  # fmt: skip
#: Bodies of which not everything may be said at once.
BODIES: dict[str, Any] = {
    "LinkListing": {"sku": "ORI-LMP-BRS"},
    "OrderNotes": {"notes": "Ring twice", "tags": ["gift"]},
    "ConnectionName": {"name": "Bazaar Москва"},
    "Feed": {"name": "feed.csv", "text": "Artikelnummer;Bezeichnung\nORI-LMP-BRS;Tischlampe\n"},
    "NewImport": {
        "name": "feed.csv", "text": "Artikelnummer;Bezeichnung\nORI-LMP-BRS;Tischlampe\n",
        "columns": {"Artikelnummer": "id", "Bezeichnung": "title"},
    },
    "NewOrderAct": {
        "act": "hold", "orders": ["7ad64a1d-36e1-4a09-b6af-0c17684ebb89"], "reason": "Stocktaking",
    },
    "HoldOrder": {"reason": "Address not clear"},
    "CancelOrder": {"reason": "352", "message": ""},
    "RefundOrder": {"order_return": "7ad64a1d-36e1-4a09-b6af-0c17684ebb89"},
    "NewVariant": {"sku": "ORI-LMP-BLK", "options": {"colour": "black"}, "price": "62.00"},
    "NewTranslation": {"title": "Настольная лампа «Орион»", "description": ""},
    "StartSync": {"sync_type": "orders", "all": True},
    "ConnectShop": {"platformCode": "bazaar", "shopId": "1001", "shopName": "Bazaar Москва", "apiKey": "…"},
    "TrackParcel": {"tracking_number": "00340434161094042557", "carrier": "DHL"},
    "ShipOrder": {"carrier": "DHL", "tracking_number": "00340434161094042557"},
    "NewProduct": {
        "title": "Desk lamp Orion", "sku": "ORI-LMP-BRS", "opening_count": 5,
        "variant": {"price": "62.00", "gtin": "4006381333931"},
    },
    "ChangeStock": {
        "rows": [{"sku": "ORI-LMP-BRS", "delta": 3, "reason": "Delivery 4711"}, {"sku": "ORI-LMP-BLK", "counted": 9}]
    },
}  # fmt: skip


def add_examples(description: dict[str, Any]) -> None:
    """Give each body its example, and each schema that is answered one."""
    schemas = description["components"]["schemas"]
    for operation in operations(description):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            media["example"] = body_example(media["schema"], schemas)
        if answer := answer_of(operation, schemas):
            schemas[answer].setdefault("example", sample(schemas[answer], schemas))


def operations(description: Schema) -> Iterator[dict[str, Any]]:
    """Every operation of a description."""
    for methods in description["paths"].values():
        yield from (methods[name] for name in METHODS if name in methods)


def answer_of(operation: Schema, schemas: Schema) -> str:
    """The name of the schema that an operation answers with, of a list that of its rows; "" for none."""
    good = next(answer for status, answer in operation["responses"].items() if status < "300")
    name = _name(good.get("content", {}).get(JSON, {}).get("schema", {}))
    rows = schemas.get(name, {}).get("properties", {}).get("results", {}).get("items", {})
    return _name(rows) if "next" in schemas.get(name, {}).get("properties", {}) else name


def body_example(schema: Schema, schemas: Schema) -> Any:
    """What must be said; of a body that need say nothing, all that may be."""
    name = _name(schema).removesuffix("Request").removeprefix("Patched")
    if name in BODIES:
        return BODIES[name]
    whole = schemas.get(_name(schema), schema)
    wanted = whole.get("required") or list(whole.get("properties", {}))
    return {key: sample(whole["properties"][key], schemas, key) for key in wanted}


def sample(schema: Schema, schemas: Schema, name: str = "") -> Any:
    """A value that fits."""
    if "$ref" in schema:
        return sample(schemas[_name(schema)], schemas, name)
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            return sample(schema[several][0], schemas, name)
    if "default" in schema:
        return schema["default"]
    if "enum" in schema:
        return (
            TEXTS[name]
            if name in TEXTS and TEXTS[name] in schema["enum"]
            else next(each for each in schema["enum"] if each != "")
        )
    kind = schema.get("type", "object")
    if kind == "array":
        return [sample(schema["items"], schemas, name.removesuffix("s"))]
    if kind == "object":
        return MAPS.get(name) or _object(schema, schemas)
    return _plain(kind, schema, name)


def _object(schema: Schema, schemas: Schema) -> dict[str, Any]:
    if "properties" in schema:
        return {key: sample(inner, schemas, key) for key, inner in schema["properties"].items()}
    more = schema.get("additionalProperties")
    return {"colour": sample(more, schemas, "child")} if isinstance(more, dict) and more else {}


def _plain(kind: str, schema: Schema, name: str) -> Any:
    if kind == "boolean":
        return False
    if kind == "integer":
        return max(NUMBERS.get(name, 0), schema.get("minimum", 0))
    if kind == "number":
        return 0.5
    form = "decimal" if r"\." in schema.get("pattern", "") else schema.get("format", "")
    if form == "uuid":
        return str(uuid.uuid5(uuid.NAMESPACE_OID, name))
    shapes = {"date-time": "2026-11-26T09:30:00Z", "date": "2026-11-26", "decimal": "62.00", "uri": "/api/v1/"}
    text = TEXTS.get(name) or (name.replace("_", " ") if schema.get("minLength") else "")
    return shapes.get(form) or text[: schema.get("maxLength", 1000)]


def _name(schema: Schema) -> str:
    parts = [schema, *schema.get("allOf", ())]
    return next((part["$ref"].rpartition("/")[2] for part in parts if "$ref" in part), "")
