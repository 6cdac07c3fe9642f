"""Shopee's tree of categories: only its ends take items."""

from marketplaces.canonical.products import RemoteCategory

from . import reading
from .reading import Json


def categories(answer: Json) -> list[RemoteCategory]:
    """The ends of the tree with the names on the way to them, as the seller reads them."""
    rows = {reading.whole(row, "category_id"): row for row in reading.rows(answer, "category_list")}
    ends = [number for number, row in rows.items() if row.get("has_children") is not True]
    return [RemoteCategory(remote_id=str(number), path=_path(rows, number)) for number in ends]


def _path(rows: dict[int, Json], number: int) -> tuple[str, ...]:
    names: list[str] = []
    while number in rows and len(names) < len(rows):
        row = rows[number]
        names.append(reading.text(row, "display_category_name") or reading.text(row, "original_category_name"))
        number = reading.whole(row, "parent_category_id", default=0)
    return tuple(reversed(names))
