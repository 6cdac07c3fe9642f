"""Which products may be what a listing offers: all listings of a page, or of a store, are looked up together."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection as database

from core.models import Store
from inventory.models import MarketplaceProduct, ProductTranslation, Variant
from inventory.services.listings.suggest import Likeness, Side, likeness

#: As `suggest.plain_sku`.
PLAIN_SKU = "translate(lower({}), '-_ ./', '')"
#: A store's listings that wait are looked through up to here; the rest follow when these are linked.
MOST = 20_000

#: The same number, leading zeros aside, or the same SKU but for case and dashes. Each side is read once and hashed.
STRONG = f"""
WITH wanted AS MATERIALIZED (
    SELECT id, ltrim(gtin, '0') AS gtin, {PLAIN_SKU.format("marketplace_sku")} AS sku FROM marketplace_products
    WHERE store_id = %(store)s AND id = ANY(%(listings)s::uuid[])
),
goods AS MATERIALIZED (
    SELECT v.id, ltrim(v.gtin, '0') AS gtin, {PLAIN_SKU.format("v.sku")} AS sku FROM product_variants v
    JOIN products p ON p.id = v.product_id AND p.status <> 'archived' AND p.deleted_at IS NULL
    WHERE v.store_id = %(store)s AND v.deleted_at IS NULL
)
SELECT w.id, g.id FROM wanted w JOIN goods g ON g.gtin = w.gtin WHERE w.gtin <> ''
UNION SELECT w.id, g.id FROM wanted w JOIN goods g ON g.sku = w.sku WHERE w.sku <> ''
"""

#: Products that share words with a title, the rare words counting more; at most three for each listing.
WORDS_OF = "string_to_array(translate(lower({}), ',.;:()[]«»„“”\"''/!', '                  '), ' ')"
BY_TITLE = f"""
WITH wanted AS MATERIALIZED (
    SELECT DISTINCT g.listing, g.word FROM unnest(%(listings)s::uuid[], %(words)s::text[]) AS g(listing, word)
),
titles AS MATERIALIZED (
    SELECT t.product_id, t.words FROM (
        SELECT id AS product_id, {WORDS_OF.format("title")} AS words FROM products
        WHERE store_id = %(store)s AND status <> 'archived' AND deleted_at IS NULL
        UNION ALL
        SELECT t.product_id, {WORDS_OF.format("t.title")} FROM product_translations t
        JOIN products p ON p.id = t.product_id AND p.status <> 'archived' AND p.deleted_at IS NULL
        WHERE t.store_id = %(store)s AND t.deleted_at IS NULL AND t.title <> ''
    ) t WHERE t.words && (SELECT array_agg(word) FROM wanted)
),
hits AS MATERIALIZED (
    SELECT DISTINCT t.product_id, w.word FROM titles t, unnest(t.words) AS w(word)
    WHERE w.word IN (SELECT word FROM wanted)
),
weights AS (SELECT word, 1.0 / count(*) AS weight FROM hits GROUP BY word HAVING count(*) < %(common)s),
ranked AS (
    SELECT w.listing, h.product_id,
           row_number() OVER (PARTITION BY w.listing ORDER BY sum(weights.weight) DESC, h.product_id) AS place
    FROM wanted w JOIN weights USING (word) JOIN hits h USING (word) GROUP BY w.listing, h.product_id
)
SELECT r.listing, v.id FROM ranked r JOIN LATERAL (
    SELECT id FROM product_variants WHERE product_id = r.product_id AND deleted_at IS NULL
    ORDER BY position, id LIMIT 12
) v ON true WHERE r.place <= 3
"""
#: A word in so many titles tells nothing apart.
COMMON = 5_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A variant of ours that may be what the listing offers. `rivals`: others that are as likely as this one."""

    variant: Variant
    likeness: Likeness
    rivals: int = 0

    @property
    def is_certain(self) -> bool:
        """Nothing contradicts it and nothing else is as likely."""
        return self.likeness.is_certain and not self.rivals


def suggestions(
    *, store: Store, listings: Sequence[MarketplaceProduct], by_title: bool = True, most: int = 3
) -> dict[UUID, list[Suggestion]]:
    """The likeliest variants of each listing, best first; none where nothing is alike. Five queries for all of them.

    Titles are searched only for listings whose numbers lead nowhere, and only where asked: it reads every title.
    """
    pairs = _strong(store, [each.pk for each in listings])
    if by_title:
        left = [each for each in listings if each.pk not in pairs]
        pairs |= _by_title(store, left)
    variants = _variants(store, {pk for found in pairs.values() for pk in found})
    titles = _titles(store, {variant.product_id for variant in variants.values()})
    answers = {}
    for listing in listings:
        found = [variants[pk] for pk in pairs.get(listing.pk, ()) if pk in variants]
        answers[listing.pk] = _ranked(listing, found, titles, store, most)
    return answers


def best(*, store: Store, listings: Sequence[MarketplaceProduct]) -> dict[UUID, Suggestion]:
    """The likeliest of each listing that has any."""
    return {pk: found[0] for pk, found in suggestions(store=store, listings=listings, most=1).items() if found}


def certain(*, store: Store, listings: Sequence[MarketplaceProduct]) -> dict[UUID, Suggestion]:
    """Those of the listings that may be linked together: by number or SKU, at 90 % or more, and without a rival."""
    found = suggestions(store=store, listings=listings, by_title=False, most=1)
    return {pk: each[0] for pk, each in found.items() if each and each[0].is_certain}


def _ranked(
    listing: MarketplaceProduct, found: Sequence[Variant], titles: dict[UUID, tuple[str, ...]], store: Store, most: int
) -> list[Suggestion]:
    theirs = side_of(listing)
    scored = [(likeness(theirs, _ours(each, titles, store)), each) for each in found]
    scored = [pair for pair in scored if pair[0].score >= 20]
    scored.sort(key=lambda pair: (-pair[0].score, pair[1].sku))
    top = scored[0][0].score if scored else 0
    rivals = sum(each.score >= top - 2 for each, _variant in scored) - 1
    return [
        Suggestion(variant, each, rivals if each.score >= top - 2 else 0) for each, variant in scored[: max(1, most)]
    ]


def side_of(listing: MarketplaceProduct) -> Side:
    """What the marketplace says of a listing."""
    return Side(
        sku=listing.marketplace_sku, gtin=listing.gtin, titles=(listing.title,) if listing.title else (),
        price=listing.price, currency=listing.currency,
    )  # fmt: skip


def _ours(variant: Variant, titles: dict[UUID, tuple[str, ...]], store: Store) -> Side:
    options = " ".join(str(value) for value in variant.options.values())
    words = titles.get(variant.product_id, ())
    return Side(
        sku=variant.sku, gtin=variant.gtin, price=variant.price, currency=variant.currency or store.currency,
        titles=(*words, *(f"{title} {options}" for title in words if options)),
    )  # fmt: skip


def _strong(store: Store, listing_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    return _pairs(STRONG, {"store": store.pk, "listings": list(listing_ids)}) if listing_ids else {}


def _by_title(store: Store, listings: Sequence[MarketplaceProduct]) -> dict[UUID, list[UUID]]:
    asked = [(each.pk, word) for each in listings for word in sorted(_title_words(each.title))[:12]]
    if not asked:
        return {}
    values = {
        "store": store.pk, "listings": [pk for pk, _word in asked], "words": [word for _pk, word in asked],
        "common": COMMON,
    }  # fmt: skip
    return _pairs(BY_TITLE, values)


def _title_words(title: str) -> set[str]:
    return {word for word in re.findall(r"\w+", title.lower()) if len(word) > 2}


def _pairs(sql: str, values: dict[str, Any]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        for listing, variant in cursor.fetchall():
            found[listing].append(variant)
    return dict(found)


def _variants(store: Store, ids: Collection[UUID]) -> dict[UUID, Variant]:
    rows = Variant.objects.filter(store=store, pk__in=list(ids)).select_related("product")
    return {row.pk: row for row in rows.defer("product__description")}


def _titles(store: Store, product_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Variant.objects.filter(store=store, product__in=list(product_ids)).order_by()
    for pk, title in rows.values_list("product_id", "product__title").distinct():
        found[pk].append(title)
    others = ProductTranslation.objects.filter(store=store, product__in=list(product_ids)).exclude(title="")
    for pk, title in others.values_list("product_id", "title"):
        found[pk].append(title)
    return {pk: tuple(dict.fromkeys(titles)) for pk, titles in found.items()}
