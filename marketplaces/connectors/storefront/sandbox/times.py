"""Times as the contract and the native systems write them."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def bare(moment: str) -> str:
    """WooCommerce's `_gmt` fields: UTC, without saying so."""
    return moment.removesuffix("Z")


def offset(moment: str) -> str:
    """Shopify's: with an offset, here that of New York in winter."""
    there = datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() - 5 * 3600
    return datetime.fromtimestamp(there, UTC).strftime("%Y-%m-%dT%H:%M:%S") + "-05:00"
