"""Who changed what (F155): every history table of a store as one feed, newest first, read page by page.

The tables are found, not listed: what is audited and belongs to a store is in the feed. A page costs the same at any
depth, since each table gives only its own next rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model, Q, QuerySet, Value

from core import redact, roles
from core.keyset import Key, Keyset
from core.models import Membership, Store, User
from core.roles import Act
from sync.audit_rows import with_previous

#: The order of the feed; `Keyset.page` takes a `Feed` for its rows.
NEWEST = Keyset((Key("at", datetime.fromisoformat, descending=True), Key("entry", UUID, descending=True)))
EVENTS = ("created", "updated", "deleted", "status_changed", "synced")
#: Columns that say nothing to a reader: who owns the row, and when it was written, which the entry itself says.
UNTOLD = {"id", "store", "created_at", "updated_at"}
STATES = {"status", "state"}
#: What only some roles read about, by table.
KEPT_FOR: dict[str, Act] = {"api_tokens": "manage_tokens"}
#: Numbers of people; pages mask them too, and showing one is a step of its own.
PHONES = {"phone", "customer_phone"}
SHOWN_OF_PHONE = 2
#: What a thing is called, the first of these that it has.
CALLED = (
    "number", "sku", "marketplace_sku", "title", "name", "product_name", "marketplace_order_id", "email", "remote_name",
    "tracking_number", "reference", "job_type", "language", "kind", "role",
)  # fmt: skip
_plain = DjangoJSONEncoder()


@dataclass(frozen=True, slots=True)
class Audit:
    """One change, with the fields of document 000; `label` is what the thing is called.

    `who` is "" where no person had a hand in it.
    """

    entry: UUID
    at: datetime
    auditable_type: str
    auditable_id: UUID
    label: str
    event: str
    old_values: dict[str, Any] | None
    new_values: dict[str, Any] | None
    user_id: UUID | None
    who: str
    reason: str

    @property
    def id(self) -> UUID:
        """The change's own id."""
        return self.entry

    @property
    def created_at(self) -> datetime:
        """When it was changed."""
        return self.at


@dataclass(frozen=True, slots=True)
class Asked:
    """What the feed is narrowed to; the moments are half open."""

    type: str = ""
    object_id: UUID | None = None
    user_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """As much of a queryset as a keyset needs, over many tables at once."""

    sources: tuple[QuerySet[Any, Any], ...]
    order: tuple[str, ...] = ("-at", "-entry")

    def filter(self, condition: Q) -> Feed:
        """Only rows beyond a place."""
        return replace(self, sources=tuple(source.filter(condition) for source in self.sources))

    def order_by(self, *order: str) -> Feed:
        """Read forwards or backwards."""
        return replace(self, order=order)

    def __getitem__(self, part: slice) -> list[Audit]:
        """The first rows of all tables together, each with what it changed."""
        if not self.sources:
            return []
        first, *rest = (source.order_by(*self.order)[: part.stop] for source in self.sources)
        rows = first.union(*rest, all=True).order_by(*self.order)[: part.stop] if rest else first
        return _told(list(rows))


def feed(reader: Membership, asked: Asked | None = None) -> Feed:
    """The changes of a member's store: `NEWEST.page(feed(member), after=…)`. An unknown type gives an empty feed.

    That the member may read audits at all (`see_audit`) is asked by who calls.
    """
    asked = asked or Asked()
    wanted = _condition(asked)
    return Feed(
        tuple(
            _rows(audited_models()[name]).filter(wanted, **{_way_to_store(audited_models()[name]): reader.store_id})
            for name in types(reader)
            if not asked.type or asked.type == name
        )
    )


@cache
def audited_models() -> dict[str, type[Model]]:
    """What the feed is of, by the name of its table; what belongs to all stores alike is staff's."""
    found = (model for model in apps.get_models() if hasattr(model, "history") and not hasattr(model, "instance_type"))
    return {model._meta.db_table: model for model in sorted(found, key=_table) if _way_to_store(model)}


def types(reader: Membership) -> list[str]:
    """The tables this member reads about."""
    return [name for name in audited_models() if name not in KEPT_FOR or roles.may(reader, KEPT_FOR[name])]


def people(store: Store) -> QuerySet[User]:
    """Whoever may have changed something here: members, past ones included."""
    return User.objects.filter(memberships__store=store).distinct().order_by("name", "email")


def _table(model: type[Model]) -> str:
    return model._meta.db_table


@cache
def _way_to_store(model: type[Model]) -> str:
    """The lookup from a history row to its store: its own column, or the one of what it is a part of."""
    if model is Store:
        return "id"
    keys = {field.name: field.related_model for field in model._meta.fields if field.is_relation}
    if "store" in keys:
        return "store_id"
    parents = (name for name, parent in keys.items() if parent is not None and _has_store(parent))
    found = next(parents, "")
    return f"{found}__store_id" if found else ""


def _has_store(model: Any) -> bool:
    return any(field.name == "store" for field in model._meta.fields)


def _condition(asked: Asked) -> Q:
    wanted = Q()
    for lookup, value in (
        ("id", asked.object_id),
        ("history_user_id", asked.user_id),
        ("history_date__gte", asked.since),
        ("history_date__lt", asked.until),
    ):
        if value is not None:
            wanted &= Q(**{lookup: value})
    return wanted


def _rows(model: type[Model]) -> QuerySet[Any, Any]:
    """The columns that all history tables share."""
    rows: QuerySet[Any, Any] = (
        _history(model)
        .objects.annotate(at=F("history_date"), entry=F("history_id"), table=Value(model._meta.db_table))
        .values("at", "entry", "table")
    )
    return rows


def _history(model: type[Model]) -> Any:
    """Where the changes of a model are written down."""
    return model.history.model  # type: ignore[attr-defined]


# What changed -------------------------------------------------------------------------------------------------------


def _told(rows: Sequence[dict[str, Any]]) -> list[Audit]:
    """Old and new values of one page: one query for all tables on it."""
    wanted: dict[type[Model], list[UUID]] = {}
    for row in rows:
        wanted.setdefault(_history(audited_models()[row["table"]]), []).append(row["entry"])
    found = with_previous(wanted)
    users = User.objects.in_bulk({new.history_user_id for new, _old in found.values() if new.history_user_id})
    return [_audit(row, *found[row["entry"]], users) for row in rows if row["entry"] in found]


def _audit(row: dict[str, Any], new: Any, old: Any, users: dict[Any, User]) -> Audit:
    was, became = _values(old) if old is not None else {}, _values(new)
    kind = new.history_type
    changed = [name for name in became if name not in was or was[name] != became[name]]
    reason = new.history_change_reason or ""
    user = users.get(new.history_user_id)
    return Audit(
        entry=row["entry"],
        at=row["at"],
        auditable_type=row["table"],
        auditable_id=new.id,
        label=next((str(became[name]) for name in CALLED if became.get(name)), ""),
        event=_event(kind, changed, new, by_hand=user is not None or " by " in reason),
        old_values=None if kind == "+" else _shown(was, became if kind == "-" else changed),
        new_values=None if kind == "-" else _shown(became, changed, filled=kind == "+"),
        user_id=new.history_user_id,
        who=str(user) if user else reason.rpartition(" by ")[2] if " by " in reason else "",
        reason=redact.text(reason),
    )


def _event(kind: str, changed: Iterable[str], new: Any, *, by_hand: bool) -> str:
    """The word of document 000. A change that a sync made and nobody asked for is `synced`."""
    if kind == "+":
        return "created"
    if kind == "-" or ("deleted_at" in changed and new.deleted_at is not None):
        return "deleted"
    if STATES & set(changed):
        return "status_changed"
    return "updated" if by_hand else "synced"


def _values(row: Any) -> dict[str, Any]:
    """The audited columns of a history row."""
    columns = (field for field in row._meta.concrete_fields if not field.name.startswith("history_"))
    return {field.name: getattr(row, field.attname) for field in columns if field.name not in UNTOLD}


def _shown(values: dict[str, Any], names: Iterable[str], *, filled: bool = False) -> dict[str, Any]:
    """Some of the values, fit for JSON and without secrets; `filled` leaves out what is empty."""
    picked = {name: _masked(name, values[name]) for name in names if name in values}
    if filled:
        picked = {name: value for name, value in picked.items() if value not in (None, "", [], {})}
    shown: dict[str, Any] = redact.value({name: _as_json(value) for name, value in picked.items()})
    return shown


def _as_json(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | list | dict):
        return value
    return _plain.default(value)


def _masked(name: str, value: Any) -> Any:
    """A phone number is recognisable, not callable, also inside an address."""
    if isinstance(value, dict):
        return {key: _masked(str(key), item) for key, item in value.items()}
    if name not in PHONES or not isinstance(value, str) or not value:
        return value
    return "•" * max(0, len(value) - SHOWN_OF_PHONE) + value[-SHOWN_OF_PHONE:]
