"""Times as the contract and the native systems write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def bare(moment: str) -> str:
    """WooCommerce's `_gmt` fields: UTC, without saying so."""
    return moment.removesuffix("Z")


def shop_time(moment: str) -> str:
    """WooCommerce's plain fields: the shop's own clock, here that of Luxembourg in winter, without saying so."""
    return (_read(moment) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S")


def offset(moment: str) -> str:
    """Shopify's: with an offset, here that of New York in winter."""
    return (_read(moment) - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%S") + "-05:00"


def _read(moment: str) -> datetime:
    return datetime.fromisoformat(moment.replace("Z", "+00:00"))
