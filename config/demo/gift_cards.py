"""A digital product of the demo: some keys of its own, a practice supplier for the rest, and a buyer who wants more
than are left."""

from collections.abc import Sequence
from decimal import Decimal

from core.models import Store
from fulfillment.services.keys import files, pool, purchases
from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.listings.linking import link
from inventory.services.product_create import create_product
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from marketplaces.services.abilities import able, supplies
from marketplaces.services.practice import sell
from orders.models import OrderItem

#: As the practice storefront calls what it sells of it.
SKU, TITLE, PRICE = "DIG-1", "Gift card, 25 euros", Decimal(25)
#: Fewer than are sold: the rest is bought from the supplier, over HTTP as from a real one.
OWN_KEYS = ("LUMEN-7QX4-2M9D-GIFT", "LUMEN-K3VT-8WPA-GIFT")
SOLD = 3
WHO = "demo"


def stock_up(store: Store, connections: Sequence[Connection]) -> bool:
    """The product, its keys and its supplier, with buying switched on; False where nobody supplies any. What shops are
    told of it is what there is and can be bought.

    Before the catalogue is offered: the storefront's orders of it then find it. Done again, it changes nothing.
    """
    supplier = next((each for each in connections if supplies(each)), None)
    if supplier is None:
        return False
    if Variant.objects.filter(store=store, sku=SKU).exists():
        return True
    offer = _offer(supplier)
    product = create_product(
        store=store, title=TITLE, sku=SKU, by=WHO, kind=Product.Kind.DIGITAL,
        variant={"price": PRICE, "currency": "EUR", "cost": offer.price if offer else None},
    )  # fmt: skip
    variant = product.variants.get()
    rows = files.read("\n".join(OWN_KEYS).encode(), zone=store.zone)
    pool.load(store=store, rows=rows, variant=variant, by=WHO)
    if offer is not None:
        link(offer, variant, by=WHO)
        purchases.switch(supplier, on=True, by=WHO)
    return True


def _offer(supplier: Connection) -> MarketplaceProduct | None:
    """The dearest gift card of the supplier that still leaves something."""
    rows = MarketplaceProduct.objects.filter(
        connection=supplier, variant__isnull=True, status=MarketplaceProduct.Status.ACTIVE,
        title__istartswith="gift card", price__lt=PRICE, currency="EUR", stock__gte=SOLD,
    )  # fmt: skip
    return rows.defer("raw", "description").order_by("-price", "pk").first()


def sell_some(store: Store, connections: Sequence[Connection]) -> bool:
    """A buyer orders at the practice storefront; whether one did now."""
    shop = next((each for each in connections if able(each, Capability.RECEIVE_ORDERS)), None)
    if shop is None or OrderItem.objects.filter(order__store=store, product_sku=SKU, quantity=SOLD).exists():
        return False
    sell(connection=shop, sku=SKU, quantity=SOLD)
    return True
