"""Views that members keep under a name, and the columns they look at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store, User
from orders.models import DeskSetting, SavedView

MOST = 20
LONGEST = 40
#: Columns that may be hidden; number, status and deadline always show.
HIDEABLE = ("buyer", "items", "total")


def kept_views(*, store: Store, user: User) -> QuerySet[SavedView]:
    """A member's own and those that others share, in the order of their names."""
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), store=store).order_by("name", "id")


def keep_view(*, store: Store, user: User, name: str, query: str, shared: bool) -> SavedView:
    """Keep a view. Raises DomainError where the name is missing or taken, or where there are too many."""
    name = _named(name)
    if SavedView.objects.filter(store=store, owner=user).count() >= MOST:
        raise DomainError(_("You keep %(n)d views already. Delete one first.") % {"n": MOST}, field="name")
    if len(query) > 1000:
        raise DomainError(_("This view has too many filters to be kept. Drop one."))
    with _one_of_the_name(name):
        return SavedView.objects.create(store=store, owner=user, name=name, query=query, is_shared=shared)


def change_view(view: SavedView, *, user: User, name: str, shared: bool, query: str | None = None) -> None:
    """Rename it, share it or not, and let it mean other filters. Only its owner may: DomainError for others."""
    _owned(view, user)
    view.name, view.is_shared = _named(name), shared
    if query:
        view.query = query[:1000]
    with _one_of_the_name(view.name):
        view.save()


def forget_view(view: SavedView, *, user: User) -> None:
    """Only its owner may: DomainError for others."""
    _owned(view, user)
    view.soft_delete()


def hidden_columns(*, store: Store, user: User) -> list[str]:
    """What this member does not want to see."""
    found = DeskSetting.objects.filter(store=store, user=user).values_list("hidden_columns", flat=True).first()
    return [name for name in found or [] if name in HIDEABLE]


def show_columns(*, store: Store, user: User, shown: Collection[str]) -> None:
    """Hide the others, as far as they may be hidden."""
    hidden = [name for name in HIDEABLE if name not in shown]
    DeskSetting.objects.update_or_create(store=store, user=user, defaults={"hidden_columns": hidden})


def _named(name: str) -> str:
    found = " ".join(name.split())[:LONGEST]
    if not found:
        raise DomainError(_("Enter a name for the view, for example “Gifts to France”."), field="name")
    return found


def _owned(view: SavedView, user: User) -> None:
    if view.owner_id != user.pk:
        raise DomainError(_("Only %(owner)s can change this view.") % {"owner": view.owner})


@contextmanager
def _one_of_the_name(name: str) -> Iterator[None]:
    """The database knows whether the name is taken."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise DomainError(
            _("You keep a view “%(name)s” already. Choose another name.") % {"name": name}, field="name"
        ) from None
