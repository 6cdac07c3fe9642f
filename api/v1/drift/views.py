"""`/api/v1/drift/`: what listings show otherwise than told, what is done about it, and what a shop heals by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request

from api import versions
from api.endpoint import endpoint
from api.pagination import Listing
from api.v1.drift import serializers as shapes
from api.versions import Tagged, must_match, tag_of
from api.views import StoreViews
from core.errors import DomainError
from inventory.services.rules import HEALS, rule_of, set_healing
from marketplaces.models import Connection
from sync.drift.deciding import ALREADY, decide
from sync.drift.listing import DEAREST, drifts
from sync.models import Drift


class Drifts(StoreViews):
    """Differences of the store's shops."""

    area, resource = "catalogue", "drift"

    @endpoint(answer=shapes.DriftSerializer, paged=True, query=shapes.DriftQuery, money=True)
    def list(self, request: Request) -> Listing:
        """Differences of a view, the dearest first. Those of disconnected shops are left out."""
        narrowed = {name: self.asked[name] for name in ("what", "cause", "connection") if name in self.asked}
        return Listing(drifts(self.store, self.asked["view"], **narrowed), DEAREST)

    @endpoint(answer=shapes.DriftSerializer, money=True)
    def retrieve(self, request: Request, pk: UUID) -> Drift:
        """One difference."""
        return self._drift(pk)

    @endpoint(answer=shapes.DecidedSerializer, body=shapes.DriftDecision, need="manage", money=True, errors=(404,))
    def decide(self, request: Request) -> dict[str, Any]:
        """Do the same with many. One that cannot be done is left with its sentence; the others are done."""
        ids = set(self.given["ids"])
        if Drift.objects.filter(store=self.store, pk__in=ids).count() < len(
            ids
        ):  # what is not this store's is not there
            raise Http404
        done, left = decide(store=self.store, ids=ids, act=self.given["act"], by=str(self.user))
        return {"done": done, "left": left}

    @endpoint(answer=shapes.DriftSerializer, need="manage", money=True, errors=(422,))
    def heal(self, request: Request, pk: UUID) -> Drift:
        """Tell ours again."""
        return self._decided(pk, "heal")

    @endpoint(answer=shapes.DriftSerializer, need="manage", money=True, errors=(422,))
    def accept(self, request: Request, pk: UUID) -> Drift:
        """Theirs becomes ours: a price the listing's own, units a change in the ledger."""
        return self._decided(pk, "accept")

    @endpoint(answer=shapes.DriftSerializer, need="manage", money=True, errors=(422,))
    def watch(self, request: Request, pk: UUID) -> Drift:
        """Leave both as they are; it stays on the list, and needs nobody."""
        return self._decided(pk, "watch")

    def _decided(self, pk: UUID, act: str) -> Drift:
        found = self._drift(pk)
        done, left = decide(store=self.store, ids=[found.pk], act=act, by=str(self.user))
        if not done:
            raise DomainError(left[0].why if left else str(ALREADY))
        return self._drift(pk)

    def _drift(self, pk: UUID) -> Drift:
        return self.find(Drift.objects.select_related("connection__marketplace", "listing__variant"), pk)


class DriftPolicies(StoreViews):
    """What a shop is told again by itself."""

    area, resource = "catalogue", "drift_policies"

    @endpoint(answer=shapes.PolicySerializer, versioned=True)
    def retrieve(self, request: Request, pk: UUID) -> Tagged:
        """The policy of a shop."""
        return _policy(self.find(Connection, pk))

    @endpoint(answer=shapes.PolicySerializer, body=shapes.ChangedPolicy, need="manage", versioned=True)
    def change(self, request: Request, pk: UUID) -> Tagged:
        """Change what is named. It counts from the next look on; nothing is told because of it now."""
        shop = self.find(Connection, pk)
        read = _policy(shop)
        must_match(request, read.tag)
        expected = {name: getattr(read.found, field) for name, field in HEALS.items()}
        set_healing(shop, by=str(self.user), expected=expected if versions.is_asked(request) else None, **self.given)
        return _policy(shop)


def _policy(shop: Connection) -> Tagged:
    rule = rule_of(shop)
    return Tagged(rule, tag_of([getattr(rule, field) for field in HEALS.values()]))
