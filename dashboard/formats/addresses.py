"""Postal addresses as pages and sheets show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.formats.region import Region


def address_lines(address: Mapping[str, Any] | None, region: Region) -> list[str]:
    """The address as it is written on a parcel, the country by its name; only what is known."""
    known = {name: str(value).strip() for name, value in (address or {}).items() if value}
    town = " ".join(known[part] for part in ("postcode", "city") if part in known)
    code = known.get("country", "")
    country = region.dates.territories.get(code.upper(), code)
    first = known.get("line1", "")
    rest = [known.get("line2", ""), town, known.get("region", ""), country]
    # Some marketplaces write everything into the first line; nobody needs to read the town twice.
    return [line for line in [first, *(part for part in rest if part not in first)] if line]
