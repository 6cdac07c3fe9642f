"""`/api/v1/connections/`: connect a shop, exchange its keys, pause, resume, switch and disconnect it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request

from api import versions
from api.endpoint import endpoint
from api.errors import Problem
from api.pagination import Listing, newest
from api.v1.connections import serializers as shapes
from api.versions import Tagged, must_match, tag_of
from api.views import StoreViews
from core.errors import DomainError
from fulfillment.selectors.carriers import carriers_of
from fulfillment.services.carriers import map_carriers
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.models import Connection
from marketplaces.services import connect, connectors, keys, naming
from marketplaces.services.trial import Tested, test_values
from sync import accounts, schedule
from sync.switches import set_switches

NEWEST = newest("created_at")
Status = Connection.Status


class Connections(StoreViews):
    """The store's shops."""

    area = resource = "connections"

    @endpoint(answer=shapes.ConnectionSerializer, paged=True, query=shapes.ConnectionQuery)
    def list(self, request: Request) -> Listing:
        """The store's shops, newest first."""
        named = {"marketplace": "marketplace__code", "status": "status"}
        rows = self._shops().filter(**{named[name]: text for name, text in self.asked.items() if name in named})
        return Listing(rows, NEWEST)

    @endpoint(answer=shapes.ConnectionSerializer, versioned=True)
    def retrieve(self, request: Request, pk: UUID) -> Tagged:
        """One shop."""
        return _tagged(self._shop(pk))

    @endpoint(
        answer=shapes.ConnectionSerializer, body=shapes.ConnectionName, need="manage_connections", versioned=True,
        errors=(422,),
    )  # fmt: skip
    def rename(self, request: Request, pk: UUID) -> Tagged:
        """Give a shop another name. It is your team's own: the marketplace is not told."""
        shop = self._shop(pk)
        must_match(request, _tagged(shop).tag)
        expected = shop.name if versions.is_asked(request) else None
        naming.rename(shop, self.given["name"], by=str(self.user), expected=expected)
        return _tagged(self._shop(pk))

    @endpoint(answer=shapes.NewlyConnectedSerializer, body=shapes.NewConnection, status=201, need="manage_connections")
    def create(self, request: Request) -> dict[str, Any]:
        """Connect a shop.

        Its keys are tested first, with three verdicts; when one of them is refused nothing is saved. Connecting a
        shop again gives it the new keys. Stock and prices are not sent until somebody switches that on.

        A shop of your own has no keys yet: with `test: false` and none sent, they are made and answered this once as
        `made`. Enter them there, then test.
        """
        return self.connected_with(self.given)

    @endpoint(answer=shapes.TestedSerializer, need="manage_connections")
    def test(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Test the stored keys. A stopped shop that answers again goes on."""
        shop = self._connected(pk)
        tested = connect.test_connection(shop)
        if tested.passed and shop.status == Status.STOPPED:
            accounts.mend(shop, how=_("The test passed"), by=str(self.user))
        return {"passed": tested.passed, "verdicts": tested.verdicts, "connection": self._shop(pk)}

    @endpoint(answer=shapes.ConnectedSerializer, body=shapes.NewSecrets, need="manage_connections")
    def rotate(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Exchange the keys. The old ones work until the new ones have passed the test."""
        return self._exchanged(self._connected(pk), self.given["credentials"])

    @endpoint(answer=shapes.ConnectedSerializer, body=shapes.MaybeSecrets, need="manage_connections")
    def reconnect(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Connect a shop again that was stopped, paused or disconnected.

        With keys they are exchanged; without, the stored ones are tested. It goes on when all three verdicts pass.
        """
        shop = self._shop(pk)
        if given := self.given.get("credentials"):
            return self._resumed(self._exchanged(shop, given))
        if shop.status == Status.DISCONNECTED:
            raise DomainError(_("Its keys are forgotten. Send new ones."), field="credentials")
        tested = connect.test_connection(shop)
        _refuse(tested, must_pass=True)
        return self._resumed({"connection": shop, "verdicts": tested.verdicts})

    @endpoint(answer=shapes.ConnectionSerializer, need="manage_connections")
    def pause(self, request: Request, pk: UUID) -> Connection:
        """Stop reading and sending until somebody resumes. What waits to be sent is kept."""
        connect.pause(self._connected(pk))
        return self._shop(pk)

    @endpoint(answer=shapes.ConnectionSerializer, need="manage_connections")
    def resume(self, request: Request, pk: UUID) -> Connection:
        """Go on where it stopped."""
        connect.resume(self._connected(pk))
        return self._shop(pk)

    @endpoint(answer=shapes.SwitchedSerializer, body=shapes.WantedSwitches, need="manage_connections", errors=(422,))
    def switches(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Turn what it reads and sends on or off, all that is named or nothing."""
        shop = self._connected(pk)
        told = set_switches(shop, self.given, by=str(self.user))
        return {"switches": self._shop(pk), "listings_to_tell": told}

    @endpoint(answer=shapes.CarriersSerializer)
    def carriers(self, request: Request, pk: UUID) -> dict[str, Any]:
        """What the shop is told for each carrier that its parcels name, and how many it refused."""
        return {"carriers": carriers_of(self._shop(pk))}

    @endpoint(answer=shapes.CarriersSerializer, body=shapes.NamedCarriers, need="manage")
    def name_carriers(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Keep what the shop is told for these carriers; an empty word lets one go. Others stay as they are."""
        shop = self._shop(pk)
        map_carriers(shop, self.given["carriers"], by=str(self.user))
        return {"carriers": carriers_of(shop)}

    @endpoint(answer=shapes.ConnectionSerializer, need="manage_connections")
    def disconnect(self, request: Request, pk: UUID) -> Connection:
        """Forget its keys. Orders, listings and history stay, and connecting again revives it."""
        connect.disconnect(self._shop(pk))
        return self._shop(pk)

    def connected_with(self, given: dict[str, Any]) -> dict[str, Any]:
        """The shop that a `NewConnection` asks for, saved, and the verdicts of its test."""
        kind = self._kind(given["marketplace"])
        address = connectors.sandbox_address(kind.code) if given["sandbox"] else given.get("base_url", "")
        values, made = given["credentials"], dict[str, str]()
        if given["test"]:
            tested = test_values(kind.code, values, base_url=address, renew=True)
        else:
            values, made = keys.with_made(kind, values)
            tested = keys.untested(kind, values, base_url=address)
        _refuse(tested, must_pass=given["test"])
        shop = connect.connect(
            store=self.store, code=kind.code, name=given.get("name", ""), tested=tested, base_url=address
        )
        schedule.ensure_jobs(shop)
        return {"connection": self._shop(shop.pk), "verdicts": tested.verdicts, "made": made}

    def _shops(self) -> Any:
        return Connection.objects.filter(store=self.store).select_related("marketplace", "credential", "store")

    def _shop(self, pk: UUID) -> Connection:
        shop: Connection = self.find(self._shops(), pk)
        return shop

    def _connected(self, pk: UUID) -> Connection:
        shop = self._shop(pk)
        if shop.status == Status.DISCONNECTED:
            raise DomainError(_("%(shop)s is disconnected. Reconnect it with its keys.") % {"shop": shop.name})
        return shop

    def _kind(self, code: str) -> type[Connector]:
        try:
            return registry.connector_class(code)
        except LookupError as unknown:
            raise _invalid({"marketplace": str(unknown.args[0])}) from None

    def _exchanged(self, shop: Connection, given: dict[str, str]) -> dict[str, Any]:
        tested = keys.try_exchange(shop, given)
        _refuse(tested, must_pass=True)
        return {"connection": self._shop(keys.exchange(shop, tested).pk), "verdicts": tested.verdicts}

    def _resumed(self, done: dict[str, Any]) -> dict[str, Any]:
        shop = done["connection"]
        if shop.status != Status.ACTIVE:
            connect.resume(shop)
        return {**done, "connection": self._shop(shop.pk)}


def _tagged(shop: Connection) -> Tagged:
    """Its version is what can be changed at its own address: that it was read or sent to meanwhile is none."""
    return Tagged(shop, tag_of(shop.name))


def _refuse(tested: Tested, *, must_pass: bool) -> None:
    """Raise Problem 400 for a field that cannot be right, 422 with the verdicts for keys that were refused."""
    if tested.problems:
        raise _invalid({f"credentials.{name}".rstrip("."): text for name, text in tested.problems.items()})
    if must_pass and not tested.passed:
        refused = next(verdict for verdict in tested.verdicts if verdict.state == "refused")
        detail = " ".join(part for part in (_full(refused.said), _full(refused.fix), _("Nothing was saved.")) if part)
        raise Problem(422, "refused", detail, verdicts=[asdict(verdict) for verdict in tested.verdicts])


def _invalid(problems: dict[str, str]) -> Problem:
    errors = [{"field": name, "message": text} for name, text in problems.items()]
    return Problem(400, "invalid", errors[0]["message"], errors=errors)


def _full(sentence: str) -> str:
    return sentence if not sentence or sentence[-1] in ".!?”" else f"{sentence}."
