"""Who may do what in a store (F154): one table of acts, asked by pages, templates and the API alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import rules
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy


class Role(TextChoices):
    """What a member may do; see UX.md section 1."""

    OWNER = "owner", lazy("owner")  # everything
    MANAGER = "manager", lazy("manager")  # everything but members, tokens, erasure
    PACKER = "packer", lazy("packer")  # orders, fulfilment, stock counts; no money
    READ_ONLY = "read_only", lazy("read-only")  # sees all, presses nothing


class Member(Protocol):
    """What the predicates look at."""

    role: str


Predicate = Callable[[Member | None], bool]
Act = Literal[
    "see", "see_money", "see_costs", "see_contacts", "see_audit", "see_addresses", "write", "count_stock", "manage",
    "manage_connections", "manage_store", "own", "manage_members", "manage_tokens", "erase",
]  # fmt: skip


def _is(*roles: Role) -> Any:
    """Whoever has one of these roles; nobody without a membership."""

    @rules.predicate(name=" or ".join(roles))
    def member_is(membership: Member | None) -> bool:
        return membership is not None and membership.role in roles

    return member_is


OWNERS = _is(Role.OWNER)
MANAGERS = OWNERS | _is(Role.MANAGER)
WRITERS = MANAGERS | _is(Role.PACKER)
READERS = MANAGERS | _is(Role.READ_ONLY)
MEMBERS = WRITERS | READERS


@dataclass(frozen=True, slots=True)
class Permission:
    """A row of the table: who may, in words what, and the sentence for whoever may not."""

    who: Predicate
    what: str | Promise
    refusal: str | Promise


_NOT_READERS = lazy("Your role in this store is read-only. Nothing was changed.")
_NOT_PACKERS = lazy("Your role in this store sees no money.")
_MANAGERS_ONLY = lazy("Only owners and managers may do this. Nothing was changed.")
_OWNERS_ONLY = lazy("Only owners may do this. Nothing was changed.")

#: The whole of it; docs/security.md repeats it and a test holds both together.
PERMISSIONS: dict[Act, Permission] = {
    "see": Permission(MEMBERS, lazy("see orders, stock, listings, syncs"), lazy("You belong to no store.")),
    "see_money": Permission(READERS, lazy("see prices, totals, fees and analytics"), _NOT_PACKERS),
    "see_costs": Permission(READERS, lazy("see what goods cost us"), _NOT_PACKERS),
    "see_contacts": Permission(
        READERS,
        lazy("see how buyers are reached"),
        lazy("Your role sees no number of a buyer here."),
    ),
    "see_audit": Permission(
        READERS, lazy("read who changed what"), lazy("The audit shows prices and buyers; it is not for packers.")
    ),
    "see_addresses": Permission(
        MANAGERS, lazy("see the addresses webhooks come to"), lazy("Only owners and managers see these addresses.")
    ),
    "write": Permission(WRITERS, lazy("work on orders: pack, ship, hold, note"), _NOT_READERS),
    "count_stock": Permission(WRITERS, lazy("count and adjust stock"), _NOT_READERS),
    "manage": Permission(MANAGERS, lazy("change products, prices, links, rules; cancel and refund"), _MANAGERS_ONLY),
    "manage_connections": Permission(
        MANAGERS, lazy("connect shops, change their keys, switches and schedules"), _MANAGERS_ONLY
    ),
    "manage_store": Permission(MANAGERS, lazy("change the store’s name, formats and languages"), _MANAGERS_ONLY),
    "own": Permission(OWNERS, lazy("everything else that is kept for owners"), _OWNERS_ONLY),
    "manage_members": Permission(
        OWNERS, lazy("invite and remove members, change roles"), lazy("Only owners see and change members.")
    ),
    "manage_tokens": Permission(
        OWNERS, lazy("make and revoke API tokens"), lazy("Only owners see and make API tokens.")
    ),
    "erase": Permission(OWNERS, lazy("erase a person’s data"), _OWNERS_ONLY),
}

#: For `rules.test_rule("manage_tokens", membership)` and whatever else speaks that library's language.
for _act, _permission in PERMISSIONS.items():
    rules.set_rule(f"store.{_act}", _permission.who)


def may(membership: Member | None, act: Act) -> bool:
    """Whether this member may; nobody may without a membership."""
    return bool(rules.test_rule(f"store.{act}", membership))


def rights(membership: Member | None) -> dict[str, bool]:
    """Every act and whether it is theirs, for templates: what a role may not do is not drawn."""
    return {act: may(membership, act) for act in PERMISSIONS}


def refusal(act: Act) -> str:
    """The sentence for a member who may not; whom to ask is added by who says it."""
    return str(PERMISSIONS[act].refusal)


@dataclass(slots=True)
class _Someone:
    """A member who is nobody in particular."""

    role: str


def table() -> list[tuple[str, ...]]:
    """The table as it is shown to people: what, then yes or nothing for each role."""
    roles = [_Someone(role) for role in Role]
    yes = _("yes")
    return [
        (str(row.what), *(yes if may(someone, act) else "" for someone in roles)) for act, row in PERMISSIONS.items()
    ]
