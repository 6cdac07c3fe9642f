"""The rolling read-back: between two whole reads a slice of the listings is looked at, those that waited longest."""

from django.db import transaction
from django.utils import timezone

from inventory.models import MarketplaceProduct
from inventory.services import listings
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import CodeProblem, DataProblem, PermissionMissing, RetryLater
from marketplaces.models import OutboundChange
from sync.models import Cursor, MarketplaceSyncLog, SyncType
from sync.run import Run

STREAM = "read_back"
#: Listings of one slice: some two calls of most marketplaces.
SLICE = 200
Status = MarketplaceSyncLog.Status


def read_back(run: Run) -> None:
    """Look at the next slice, unless the shop's calls are needed for orders or for something to be told."""
    if Capability.PULL_STOCK not in run.able and Capability.PULL_PRICES not in run.able:
        return
    cursor = Cursor.objects.get_or_create(connection=run.connection, stream=STREAM)[0]
    if is_needed(run):
        return
    wanted, last = _slice(run, cursor.walk.get("after", ""))
    try:
        whole = _read(run, wanted) if wanted else True
    except (RetryLater, DataProblem, CodeProblem, PermissionMissing) as error:
        run.say(f"The slice that is read back could not be read. {error}")
        return
    if whole:
        cursor.walk = {"after": last}
        cursor.save(update_fields=["walk", "updated_at"])


def _slice(run: Run, after: str) -> tuple[list[str], str]:
    """The next products by their number there, and where the following slice begins: "" for the first again."""
    rows = MarketplaceProduct.objects.filter(
        connection=run.connection, variant__isnull=False, marketplace_product_id__gt=after
    ).exclude(status=MarketplaceProduct.Status.DELETED)
    ids = list(rows.order_by("marketplace_product_id").values_list("marketplace_product_id", flat=True)[:SLICE])
    return list(dict.fromkeys(ids)), ids[-1] if len(ids) == SLICE else ""


def _read(run: Run, wanted: list[str]) -> bool:
    """False where others needed the calls before the slice was through."""
    if Capability.PULL_STOCK in run.able:
        for levels in run.connector.pull_stock(remote_product_ids=wanted):
            with transaction.atomic():
                listings.stock_seen(
                    connection=run.connection, levels=levels.items, seen_at=timezone.now(), cause="read back"
                )
            run.check()
            if is_needed(run):
                return False
    if Capability.PULL_PRICES in run.able and not is_needed(run):
        for prices in run.connector.pull_prices(remote_product_ids=wanted):
            with transaction.atomic():
                listings.prices_seen(
                    connection=run.connection, levels=prices.items, seen_at=timezone.now(), cause="read back"
                )
            run.check()
            if is_needed(run):
                return False
    return True


def is_needed(run: Run) -> bool:
    """Orders are to be read or something is to be told: the shop's calls are theirs first."""
    asked = MarketplaceSyncLog.objects.filter(
        connection=run.connection, status__in=(Status.PENDING, Status.IN_PROGRESS)
    ).exclude(sync_type=SyncType.PRODUCTS)
    due = OutboundChange.objects.filter(
        connection=run.connection, state__in=("waiting", "retry"), due_at__lte=timezone.now()
    )
    return asked.exists() or due.exists()
