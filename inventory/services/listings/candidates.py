"""Which products may be what a listing offers: all listings of a page, or of a store, are looked up together."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection as database

from core.models import Store
from inventory.models import MarketplaceProduct, Product, ProductTranslation, RefusedMatch, Variant
from inventory.services.listings.ranking import PLAIN_SKU
from inventory.services.listings.suggest import Likeness, Side, likeness

#: A store's listings that wait are looked through up to here; the rest follow when these are linked.
MOST = 20_000

#: The same number, leading zeros aside or the same SKU but for case and dashes: both found by their indexes.
STRONG = f"""
WITH wanted AS MATERIALIZED (
    SELECT id, gtin, {PLAIN_SKU.format("marketplace_sku")} AS sku FROM marketplace_products
    WHERE store_id = %(store)s AND id = ANY(%(listings)s::uuid[])
),
forms AS MATERIALIZED (
    SELECT DISTINCT w.id, f.form FROM wanted w,
         unnest(array[w.gtin, ltrim(w.gtin, '0'), lpad(ltrim(w.gtin, '0'), 12, '0'), lpad(ltrim(w.gtin, '0'), 13, '0'),
                      lpad(ltrim(w.gtin, '0'), 14, '0')]) AS f(form)
    WHERE ltrim(w.gtin, '0') <> ''
),
found AS (
    SELECT f.id AS listing, v.id, v.product_id FROM forms f
    JOIN product_variants v ON v.store_id = %(store)s AND v.gtin = f.form AND v.gtin <> '' AND v.deleted_at IS NULL
    UNION
    SELECT w.id, v.id, v.product_id FROM wanted w
    JOIN product_variants v ON v.store_id = %(store)s AND {PLAIN_SKU.format("v.sku")} = w.sku AND v.deleted_at IS NULL
    WHERE w.sku <> ''
)
SELECT f.listing, f.id FROM found f
JOIN products p ON p.id = f.product_id AND p.status <> 'archived' AND p.deleted_at IS NULL
"""

#: Products that share the rare words of a title; at most three for each listing. A word is looked up as a substring by
#: the 3-gram index, then compared with the whole words of what that found.
WORDS_OF = "string_to_array(translate(lower({}), ',.;:()[]«»„“”\"''/!', '                  '), ' ')"
BY_TITLE = f"""
WITH wanted AS MATERIALIZED (
    SELECT DISTINCT g.listing, g.word FROM unnest(%(listings)s::uuid[], %(words)s::text[]) AS g(listing, word)
),
hits AS MATERIALIZED (
    SELECT DISTINCT product_id, word FROM (SELECT DISTINCT word FROM wanted) AS asked, LATERAL (
        SELECT p.id AS product_id FROM products p
        WHERE tri(p.title) @> tri(asked.word) AND p.store_id = %(store)s AND p.status <> 'archived'
              AND p.deleted_at IS NULL AND asked.word = ANY({WORDS_OF.format("p.title")})
        UNION ALL
        SELECT t.product_id FROM product_translations t
        WHERE tri(t.title) @> tri(asked.word) AND t.store_id = %(store)s AND t.deleted_at IS NULL
              AND asked.word = ANY({WORDS_OF.format("t.title")})
        LIMIT %(most)s
    ) AS found
),
weights AS (SELECT word, 1.0 / count(*) AS weight FROM hits GROUP BY word),
ranked AS (
    SELECT w.listing, h.product_id,
           row_number() OVER (PARTITION BY w.listing ORDER BY sum(weights.weight) DESC, h.product_id) AS place
    FROM wanted w JOIN weights USING (word) JOIN hits h USING (word) GROUP BY w.listing, h.product_id
)
SELECT r.listing, v.id FROM ranked r JOIN products p ON p.id = r.product_id AND p.status <> 'archived' JOIN LATERAL (
    SELECT id FROM product_variants WHERE product_id = r.product_id AND deleted_at IS NULL
    ORDER BY position, id LIMIT 12
) v ON true WHERE r.place <= 3
"""
#: So many words of a title are looked for, the rarest among so many titles of the store.
RARE, RARE_SHARE, SAMPLE = 3, 0.005, 2_000
#: Titles with one word; more tell nothing apart.
MOST_HITS = 5_000


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
    """The likeliest variants of each listing, best first; none where nothing is alike. Seven queries for all of them.

    What a person refused is left out. Titles are searched only for listings whose numbers lead nowhere, and only where
    asked: it reads every title.
    """
    pairs = _strong(store, [each.pk for each in listings])
    if by_title:
        left = [each for each in listings if each.pk not in pairs]
        pairs |= _by_title(store, left)
    refused = _refused(store, [each.pk for each in listings])
    pairs = {pk: [each for each in found if (pk, each) not in refused] for pk, found in pairs.items()}
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
    """Those of the listings that may be linked together: by number or SKU, at 90 % or more, and without a rival.

    A rival is another product as likely, and also another listing of the same shop for the same product: two offers of
    one thing in one shop are for a person to see.
    """
    found = suggestions(store=store, listings=listings, by_title=False, most=1)
    sure = {pk: each[0] for pk, each in found.items() if each and each[0].is_certain}
    shops = {each.pk: each.connection_id for each in listings}
    claims = Counter((shops[pk], each.variant.pk) for pk, each in sure.items())
    ids = {each.variant.pk for each in sure.values()}
    there = MarketplaceProduct.objects.filter(store=store, variant__in=ids).exclude(
        status=MarketplaceProduct.Status.DELETED
    )
    claims.update((shop, variant) for shop, variant in there.values_list("connection_id", "variant_id") if variant)
    return {pk: each for pk, each in sure.items() if claims[shops[pk], each.variant.pk] == 1}


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


def _refused(store: Store, listing_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    rows = RefusedMatch.objects.filter(store=store, listing__in=list(listing_ids))
    return set(rows.values_list("listing_id", "variant_id"))


def _by_title(store: Store, listings: Sequence[MarketplaceProduct]) -> dict[UUID, list[UUID]]:
    words = {each.pk: _title_words(each.title) for each in listings}
    if not any(words.values()):
        return {}
    common = _sampled(store)
    asked = [(pk, word) for pk, found in words.items() for word in _rarest(found, common)]
    values = {
        "store": store.pk, "listings": [pk for pk, _word in asked], "words": [word for _pk, word in asked],
        "most": MOST_HITS,
    }  # fmt: skip
    return _pairs(BY_TITLE, values)


def _title_words(title: str) -> set[str]:
    return {word for word in re.findall(r"\w+", title.lower()) if len(word) > 2}


def _sampled(store: Store) -> Counter[str]:
    """How common words are, by some titles of the store: ids are random, so the first ones are a fair sample."""
    titles = Product.objects.filter(store=store).order_by("pk").values_list("title", flat=True)[:SAMPLE]
    return Counter(word for title in titles for word in _title_words(title))


def _rarest(words: set[str], common: Counter[str]) -> list[str]:
    ordered = sorted(words, key=lambda word: (common[word], -len(word), word))
    rare = [word for word in ordered if common[word] <= SAMPLE * RARE_SHARE]
    return rare[:RARE] or ordered[:2]


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
