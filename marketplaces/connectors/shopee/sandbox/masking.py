"""Buyer data behind stars, as Shopee shows it before and after the shipping window."""

from __future__ import annotations

from typing import Any


def masked_name(name: str) -> str:
    """First and last letter stay: ``J****n``."""
    return f"{name[0]}****{name[-1]}" if name else ""


def masked_phone(phone: str) -> str:
    """The last two digits stay."""
    return "******" + phone[-2:]


def masked_address(address: dict[str, Any]) -> dict[str, Any]:
    """Town and street are hidden, district and city stay."""
    return address | {
        "name": masked_name(address["name"]),
        "phone": masked_phone(address["phone"]),
        "town": "",
        "full_address": "****",
    }
