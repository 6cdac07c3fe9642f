"""What the columns of a feed are: known by their names, said before for the same heads, or asked about."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from core.models import Store
from inventory.services.feed import columns as reading
from inventory.services.feed.columns import Column
from inventory.services.feed.table import key_of
from sync.models import ColumnMap

#: Feeds that people bring by hand, by page, command or program.
FILE = "file"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file would be read: `chosen` is what was said of these heads before, empty when nothing was.

    Where it `asks`, a person says first what the columns are; their guesses are in `columns`.
    """

    columns: Sequence[Column]
    chosen: Mapping[str, str]
    asks: bool

    @property
    def heads(self) -> list[str]:
        """As the file calls them."""
        return [column.head for column in self.columns]

    @property
    def drawn(self) -> list[tuple[Column, str]]:
        """Each column with what it is taken for, as a person is asked about it."""
        return [(column, self.chosen.get(column.key, column.guess)) for column in self.columns]

    @property
    def has_names(self) -> bool:
        """Whether any name is known: where none is, the first line may well be a product and no header."""
        return bool(self.chosen) or any(column.why in ("known", "name") for column in self.columns)


def plan(*, store: Store, data: bytes, source: str = FILE) -> Plan:
    """Look at a file. Raises DomainError for what is no feed at all."""
    columns = reading.look(data)
    said = find(store=store, heads=[column.head for column in columns], source=source)
    return Plan(columns, said or {}, asks=said is None and not reading.is_clear(columns))


def find(*, store: Store, heads: Sequence[str], source: str = FILE) -> dict[str, str] | None:
    """What was said of these heads before; None when nothing was."""
    row = ColumnMap.objects.filter(store=store, source=source, heads=_print(heads)).first()
    return dict(row.columns) if row else None


def save(
    *, store: Store, heads: Sequence[str], chosen: Mapping[str, str], by: str, source: str = FILE
) -> dict[str, str]:
    """Keep what the columns are, for this file and the next with the same heads. Raises DomainError as `checked`."""
    columns = reading.checked(chosen, heads)
    with transaction.atomic():
        Store.objects.select_for_update().get(pk=store.pk)
        row = ColumnMap.all_objects.filter(store=store, source=source, heads=_print(heads)).first()
        row = row or ColumnMap(store=store, source=source, heads=_print(heads))
        row.columns, row.said_by, row.deleted_at = columns, by[:150], None
        row._change_reason = f"said by {by}"[:100]
        row.save()
    return columns


def _print(heads: Sequence[str]) -> str:
    """The same whatever the order of the columns."""
    return hashlib.sha256("\0".join(sorted(map(key_of, heads))).encode()).hexdigest()
