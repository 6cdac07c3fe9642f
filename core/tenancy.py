"""Every query starts from a store; what belongs to another store does not exist for the asker."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404

from core.models import Membership, Store, User

M = TypeVar("M", bound=Model)


def get_for_store(source: type[M] | QuerySet[M], store: Store, **lookup: Any) -> M:
    """The one row of this store. Raises Http404 for a stranger's row, a deleted one and a malformed id alike."""
    rows: QuerySet[M] = source if isinstance(source, QuerySet) else source._default_manager.all()
    try:
        return rows.get(store=store, **lookup)
    except (rows.model.DoesNotExist, ValidationError, ValueError):  # type: ignore[attr-defined]
        raise Http404("There is no such thing in this store.") from None


def find_membership(user: User, store: Store) -> Membership | None:
    """What this person may do in this store, if anything."""
    return Membership.objects.filter(user=user, store=store, store__deleted_at__isnull=True).first()
