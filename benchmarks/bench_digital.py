"""A large digital catalogue: 20,000 variants, 200,000 keys, a supplier of 100,000; told, priced, sold, looked through.

No goals yet: each listing is reckoned by functions of its own, and that is what there is to mend.
"""

import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, told_apart
from benchmarks.scratch import scratch_database

if TYPE_CHECKING:
    from tests.fulfillment.digital import Keys

VARIANTS, KEYS_EACH, THERE = 20_000, 10, 100_000
#: Seconds to see the figures by: all listings told, marked after a price list, one sale, and a look by the clock.
TOLD_S, PRICED_S, SOLD_S, LOOKED_S = 10.0, 30.0, 30.0, 20.0

#: One statement for each table, so that the rows are as the services write them.
FILL = (
    """INSERT INTO products (id, created_at, updated_at, store_id, title, description, language, brand, category,
           kind, status, images, attributes, feed_id)
       SELECT md5('p' || n)::uuid, now(), now(), %(store)s, 'Game ' || n, '', '', '', '', 'digital', 'active', '[]',
              '{}', ''
       FROM generate_series(1, %(variants)s) n""",
    """INSERT INTO product_variants (id, created_at, updated_at, store_id, product_id, sku, gtin, options, position,
           price, currency, image_url, low_stock_at, opening_counted_at)
       SELECT md5('v' || n)::uuid, now(), now(), %(store)s, md5('p' || n)::uuid, 'G-' || n, '', '{}', 0, 20, 'EUR', '',
              n %% 5, now()
       FROM generate_series(1, %(variants)s) n""",
    """INSERT INTO license_keys (id, created_at, updated_at, store_id, variant_id, key, fingerprint, state, remote_id,
           media_type, currency)
       SELECT gen_random_uuid(), now(), now(), %(store)s, md5('v' || (n %% %(variants)s + 1))::uuid, 'x', md5('k' || n),
              'pool', '', '', ''
       FROM generate_series(1, %(keys)s) n""",
)
#: As the one that was made by hand, but for what tells them apart.
LISTING = """
    INSERT INTO marketplace_products SELECT (jsonb_populate_record(l, jsonb_build_object(
        'id', md5(%(shop)s || n), 'connection_id', %(shop)s, 'price', %(price)s, 'stock', 30,
        'variant_id', CASE WHEN n <= %(variants)s THEN md5('v' || n)::uuid END,
        'product_id', CASE WHEN n <= %(variants)s THEN md5('p' || n)::uuid END,
        'marketplace_product_id', 'r-' || n, 'marketplace_sku', 'G-' || n))).*
    FROM marketplace_products l, generate_series(1, %(many)s) n WHERE l.id = %(like)s
"""


def main() -> None:
    """Prints one JSON line per job."""
    with scratch_database("bench_digital"):
        for line in run():
            sys.stdout.write(line.line() + "\n")
            sys.stdout.flush()


def run() -> Iterator[Result]:
    """What the supplier or a buyer moves, in the transaction that has to tell of it."""
    from django.db import transaction

    from inventory.models import MarketplaceProduct
    from inventory.selectors.stock import told
    from inventory.services import digital
    from marketplaces.models import OutboundChange
    from tests.fulfillment.digital import make_keys

    keys = make_keys(1)
    _fill(keys)
    ours = list(MarketplaceProduct.objects.filter(connection=keys.shops[0]).values_list("pk", flat=True))
    keys.balance("3000.00")
    yield told_apart("digital_told", _seconds(lambda: told(ours)), TOLD_S, unit="s")
    linked = MarketplaceProduct.objects.filter(connection=keys.supplier, variant__isnull=False)
    ids = list(linked.values_list("pk", flat=True))

    def priced() -> None:
        with transaction.atomic():
            linked.update(price=6)
            digital.supply_read(keys.supplier, ids)

    yield told_apart("digital_priced", _seconds(priced), PRICED_S, unit="s")
    OutboundChange.objects.update(state="synced")
    keys.offer(30)
    yield told_apart("digital_sold", _seconds(lambda: keys.order(60)), SOLD_S, unit="s")
    yield told_apart("digital_looked", _seconds(lambda: digital.keep_told(store=keys.store)), LOOKED_S, unit="s")


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return round(time.perf_counter() - began, 2)


def _fill(keys: "Keys") -> None:
    from django.db import connection

    values: dict[str, Any] = {
        "store": keys.store.pk,
        "variants": VARIANTS,
        "keys": VARIANTS * KEYS_EACH,
        "like": keys.sold_at().pk,
    }
    with connection.cursor() as cursor:
        for sql in FILL:
            cursor.execute(sql, values)
        for shop, many, price in ((keys.shops[0], VARIANTS, 20), (keys.supplier, THERE, 5)):
            cursor.execute(LISTING, {**values, "shop": str(shop.pk), "many": many, "price": price})
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
