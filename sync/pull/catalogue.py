"""Shops that sell what we have: every variant is a listing there, and no list of theirs has to be read."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import checkpoints
from core.errors import DomainError
from core.keyset import Key, Keyset
from inventory.models import Product, Variant
from inventory.services import listings
from marketplaces.canonical import products as canonical
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.services.intake_addresses import introduce
from sync.run import Run

BY_ID = Keyset((Key("id", UUID),), is_open=True)
PAGE = 500


def offer_catalogue(run: Run) -> None:
    """Make a listing of every variant that is not put away, under its SKU; take out those that are."""
    run.say("This shop sells what is in your catalogue: every SKU is a listing of it.")
    seen: set[tuple[str, str]] = set()
    began = timezone.now()
    _introduce(run)
    run.expect(_variants(run).count())
    for page in _pages(run):
        _store(run, page)
        seen |= {(variant.sku, "") for variant in page}
        run.check()
    with transaction.atomic():
        run.still_ours()
        gone = listings.mark_missing(run.connection, seen=seen)
        type(run.connection).objects.filter(pk=run.connection.pk).update(products_read_at=began)
    if gone:
        run.say(f"{gone} listings are not in the catalogue any more.")


def _introduce(run: Run) -> None:
    try:
        introduce(run.connection)
    except DomainError as error:  # its orders wait there until it is told again
        run.say(str(error))


def _variants(run: Run) -> QuerySet[Variant]:
    rows = Variant.objects.filter(store_id=run.connection.store_id).exclude(sku="")
    return rows.exclude(product__status=Product.Status.ARCHIVED).exclude(product__deleted_at__isnull=False)


def _pages(run: Run) -> Iterator[Sequence[Variant]]:
    after = ""
    while True:
        page = BY_ID.page(_variants(run).select_related("product"), after=after, size=PAGE)
        yield page.rows
        if not page.next:
            return
        after = page.next


def _store(run: Run, variants: Sequence[Variant]) -> None:
    currency = run.connection.currency or run.connection.store.currency
    with transaction.atomic():
        outcome = listings.upsert_products(
            connection=run.connection,
            products=[_offer(variant, currency) for variant in variants],
            seen_at=timezone.now(),
            cause=run.log.cause,
            run_id=run.log.pk,
        )
        for remote_id, sentence in outcome.refused:
            run.refuse(remote_id, sentence)
        run.page(
            created=outcome.created,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            failed=len(outcome.refused),
        )
        checkpoints.reached("pull.before_commit")


def _offer(variant: Variant, currency: str) -> canonical.Product:
    """The price is not ours to say, only its currency: what the shop asks for it is known once it was told."""
    options = {str(name): str(value) for name, value in variant.options.items()}
    there = canonical.Variant(
        remote_id="", sku=variant.sku, status=ListingStatus.ACTIVE, gtin=variant.gtin, options=options,
        currency=currency, image_url=variant.image_url,
    )  # fmt: skip
    return canonical.Product(
        remote_id=variant.sku,
        title=" · ".join([variant.product.title, *options.values()]),
        variants=(there,),
        raw={},
        language=variant.product.language,
        brand=variant.product.brand,
        images=tuple(str(each) for each in variant.product.images[:1]),
    )
