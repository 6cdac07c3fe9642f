"""The words of the assumed contract, and the bodies of its calls."""

from __future__ import annotations

from .shapes import CURRENCY, FLAG, MONEY, NUMBER, OPEN, TIME, URI, Kind, group, need, rows, text, whole, word

ORDER_STATUSES = (
    "pending",
    "processing",
    "shipped",
    "delivered",
    "cancelled",
    "refunded",
    "partially_refunded",
    "on_hold",
)
#: Which status may follow which; staying is always allowed.
FOLLOWS: dict[str, tuple[str, ...]] = {
    "pending": ("processing", "shipped", "delivered", "cancelled", "on_hold"),
    "processing": ("shipped", "delivered", "cancelled", "on_hold"),
    "on_hold": ("pending", "processing", "cancelled"),
    "shipped": ("delivered", "refunded", "partially_refunded"),
    "delivered": ("refunded", "partially_refunded"),
    "partially_refunded": ("refunded",),
    "cancelled": ("refunded",),
    "refunded": (),
}
EVENTS = (
    "order.created",
    "order.updated",
    "order.cancelled",
    "order.refunded",
    "inventory.updated",
    "inventory.low_stock",
    "product.updated",
    "product.deleted",
)
CHANNELS = ("tiktok_shop", "temu", "amazon", "shein")
MOST = 50
PAGE = 100

LIMIT, OFFSET = whole(1, PAGE), whole(0)
PRODUCT: dict[str, Kind] = {
    "sku": need(text(100, least=1)),
    "title": need(text(255, least=1)),
    "description": text(),
    "price": need(MONEY),
    "currency": need(CURRENCY),
    "category": text(nullable=True),
    "brand": text(nullable=True),
    "condition": word("new", "used", "refurbished"),
    "images": rows(url=need(URI), alt=text()),
    "attributes": OPEN,
    "inventory": group(quantity=whole(0), track_quantity=FLAG),
    "shipping": group(weight=NUMBER, weight_unit=word("g", "kg", "oz", "lb"), dimensions=OPEN),
    "metadata": OPEN,
}
PRODUCTS: dict[str, Kind] = {"products": need(rows(1, MOST))}
PRODUCT_QUERY: dict[str, Kind] = {"limit": LIMIT, "offset": OFFSET, "updated_since": TIME, "sku": text()}
QUANTITY: dict[str, Kind] = {"quantity": need(whole(0)), "timestamp": TIME}
INVENTORY: dict[str, Kind] = {"items": need(rows(1, MOST))}
INVENTORY_ROW: dict[str, Kind] = {
    "sku": need(text(least=1)),
    "quantity": need(whole(0)),
    "warehouse": text(nullable=True),
    "timestamp": TIME,
}
ORDER_QUERY: dict[str, Kind] = {
    "limit": LIMIT,
    "offset": OFFSET,
    "status": word(*ORDER_STATUSES),
    "date_from": TIME,
    "date_to": TIME,
}
ORDER_CHANGE: dict[str, Kind] = {
    "status": need(word(*ORDER_STATUSES)),
    "updated_at": TIME,
    "tracking": group(number=text(), carrier=text(), url=text(nullable=True)),
}
FULFILMENT: dict[str, Kind] = {
    "tracking_number": need(text(least=1)),
    "carrier": need(text(least=1)),
    "tracking_url": text(nullable=True),
    "shipped_at": TIME,
    "lines": rows(1, line_id=need(text(least=1)), quantity=need(whole(1))),
}
WEBHOOK: dict[str, Kind] = {"url": need(URI), "events": need(Kind("list", words=EVENTS))}
