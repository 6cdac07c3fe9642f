"""A shop's page: what is wrong, what it reads and sends, its warehouses, its stock rule, its address for pushes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import NeedsYou, Store
from core.tenancy import get_for_store
from dashboard.access import may, store_of, store_page
from dashboard.forms.connections import DriftForm, RuleForm, WarehousesForm
from dashboard.kinds import Kind
from dashboard.views.connections.cards import calls_of, card_of, troubled_of
from dashboard.views.connections.fee_card import fees_context
from inventory.models import ConnectionLocation, Location, MarketplaceProduct
from inventory.selectors.stock_rules import shop_rule
from inventory.services.rules import FIELDS, HEALS, rule_of
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.abilities import able, buys_keys, has_own_categories, supplies, takes_cards, why_unable
from marketplaces.services.intake_addresses import entries
from sync.feed_files import addresses
from sync.feed_files.kinds import files_of, is_published, told_of
from sync.models import MarketplaceSyncLog, Publication, SyncType
from sync.pull import earlier
from sync.schedule import DEFAULTS
from sync.switches import SWITCHES


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing that a shop reads or sends."""

    name: str
    word: str
    hint: str
    on: bool
    why: str  # it cannot be switched on


@dataclass(frozen=True, slots=True)
class Listings:
    """How many offers of this shop there are, linked, and counted: the condition for telling stock."""

    total: int
    linked: int
    counted: int

    @property
    def unlinked(self) -> int:
        return self.total - self.linked

    @property
    def uncounted(self) -> int:
        return self.linked - self.counted


def shop_of(request: HttpRequest, pk: UUID) -> Connection:
    """The shop of this store, else 404."""
    rows = Connection.objects.select_related("marketplace", "store", "credential")
    return get_for_store(rows, store_of(request), pk=pk)


@store_page
@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page."""
    return drawn(request, shop_of(request, pk))


def drawn(request: HttpRequest, shop: Connection, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a shop; `more` carries a form that was refused or the verdicts of a test."""
    money = fees_context(shop) if may(request, "see_money") else {}
    context = _context(shop, store_of(request)) | money | more
    if not may(request, "manage"):
        context["hook"], context["feed_addresses"], context["intake"] = "", (), ()
    return render(request, "dashboard/connections/page.html", context, status=status)


def _context(shop: Connection, store: Store) -> dict[str, Any]:
    now = timezone.now()
    kind = registry.connector_class(shop.marketplace.code)
    troubled, rule = troubled_of(shop), rule_of(shop)
    warehouses = list(
        ConnectionLocation.objects.filter(connection=shop).select_related("location").order_by("remote_name")
    )
    return {
        "shop": shop,
        "kind": Kind.of(kind),
        "card": card_of(shop, now, troubled, calls_of(shop, now)),
        "held": troubled.get(OutboundChange.State.HELD, 0),
        "switches": switches_of(shop),
        "buys_keys": buys_keys(shop),
        "syncs": _syncs(shop),
        "listings": listings_of(shop),
        "warehouses": warehouses,
        "warehouses_form": WarehousesForm(None, warehouses, list(Location.objects.filter(store=store))),
        "spoken": shop_rule(shop, rule).spoken,
        "rule_form": RuleForm(initial={name: getattr(rule, name) for name in FIELDS}),
        "drift_form": DriftForm(initial={name: getattr(rule, field) for name, field in HEALS.items()}),
        "asks_categories": takes_cards(shop) and has_own_categories(shop),
        "first": _is_first(shop),
        "runs": list(MarketplaceSyncLog.objects.filter(connection=shop).order_by("-created_at")[:5]),
        "cause": _cause(shop),
        "hook": hook_of(shop, kind),
        "intake": entries(shop) if shop.status != Connection.Status.DISCONNECTED else (),
        "registers": able(shop, Capability.REGISTER_WEBHOOK),
        "calls_url": f"{reverse('dashboard:syncs_calls')}?connection={shop.pk}",
        "keys": keys_of(shop, kind),
        **_feeds(shop),
        "earlier": earlier.waiting(shop),
    }


def _feeds(shop: Connection) -> dict[str, Any]:
    """The files that its marketplace fetches, where it takes any."""
    files = files_of(shop)
    if files is None:
        return {}
    row, told = addresses.find(shop), told_of(shop, files)
    return {
        "feeds": row or Publication(connection=shop),
        "feeds_on": is_published(shop, files),
        "feeds_lack": shop.products_out and Capability.PUSH_PRODUCTS in told and files.why_no_new_rows(told),
        "feed_addresses": addresses.by_language(row).items() if row else (),
    }


def switches_of(shop: Connection) -> list[Switch]:
    """The switches; one that the marketplace cannot do is shown with its reason."""
    words: Mapping[str, tuple[str, str]] = {
        "orders_in": (_("Read orders"), _("New and changed orders come in.")),
        "products_in": (_("Read products"), _("Listings, prices and stock as they are shown there.")),
        "stock_out": (_("Send stock"), _("Buyers there see what is available here.")),
        "price_out": (_("Send prices"), _("Prices here replace the prices there.")),
        "fulfilment_out": (_("Send shipments"), _("Parcels, tracking and cancellations are told.")),
        "products_out": (_("Send products"), _("What you send there is offered, and kept as you describe it here.")),
    }
    if able(shop, Capability.RECEIVE_ORDERS):
        words = {**words, "orders_in": (_("Receive orders"), _("Orders that your shop sends are taken in."))}
    if able(shop, Capability.OFFER_CATALOGUE):
        words = {**words, "products_in": (_("List the catalogue"), _("Every SKU of yours is a listing of this shop."))}
    found = [
        Switch(name, *words[name], on=getattr(shop, name), why=why_unable(shop, any_of))
        for name, any_of in SWITCHES.items()
    ]
    # Of a supplier nobody expects that it takes our goods.
    return [switch for switch in found if not switch.why] if supplies(shop) else found


def _syncs(shop: Connection) -> list[dict[str, str]]:
    """What can be started by button."""
    words = {
        SyncType.ORDERS: _("Sync orders"),
        SyncType.PRODUCTS: _("List products") if able(shop, Capability.OFFER_CATALOGUE) else _("Sync products"),
        SyncType.INVENTORY: _("Send stock"),
        SyncType.PRICES: _("Send prices"),
        SyncType.FULFILLMENT: _("Send shipments"),
        SyncType.PRODUCTS_OUT: _("Send products"),
    }
    names = dict(zip(words, SWITCHES, strict=True))
    return [
        {"type": str(kind_), "word": word, "url": reverse("dashboard:connection_sync", args=[shop.pk, str(kind_)])}
        for kind_, word in words.items()
        if not why_unable(shop, DEFAULTS[kind_][1]) and getattr(shop, names[kind_])
    ]


def listings_of(shop: Connection) -> Listings:
    """Counted in one query."""
    counts = (
        MarketplaceProduct.objects.filter(connection=shop)
        .exclude(status=MarketplaceProduct.Status.DELETED)
        .aggregate(
            total=Count("pk"),
            linked=Count("pk", filter=Q(variant__isnull=False)),
            counted=Count("pk", filter=Q(variant__opening_counted_at__isnull=False)),
        )
    )
    return Listings(**counts)


def _is_first(shop: Connection) -> bool:
    """Its products were never read to the end. A schedule reads them soon; until then it may be asked for here."""
    ended = (MarketplaceSyncLog.Status.COMPLETED, MarketplaceSyncLog.Status.PARTIALLY_COMPLETED)
    read = MarketplaceSyncLog.objects.filter(connection=shop, sync_type=SyncType.PRODUCTS, status__in=ended)
    return shop.status == Connection.Status.ACTIVE and not read.exists()


def _cause(shop: Connection) -> NeedsYou | None:
    if shop.status != Connection.Status.STOPPED:
        return None
    return NeedsYou.objects.filter(
        store_id=shop.store_id, cause_key=f"account:{shop.pk}", settled_at__isnull=True
    ).first()


def hook_of(shop: Connection, kind: type[Connector]) -> str:
    """The address the marketplace pushes to, where it can push."""
    if not able(shop, Capability.WEBHOOK):
        return ""
    path = reverse("sync:hook", args=[kind.code, shop.webhook_token])
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def keys_of(shop: Connection, kind: type[Connector]) -> list[dict[str, Any]]:
    """The stored secrets by their last characters: never more of them."""
    credential = getattr(shop, "credential", None)
    if credential is None or not credential.is_active:
        return []
    return [
        {"label": field.label, "hint": credential.hints.get(field.name, "")}
        for field in kind.credential_fields
        if field.secret and field.name in credential.hints
    ]
