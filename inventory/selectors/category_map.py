"""Our categories beside those of a shop: what was chosen, how much hangs on it, and what may fit by its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from core.models import Store
from inventory.models import CategoryChoice, CategoryTree, Product
from marketplaces.models import Connection

#: Words are like each other from so many equal letters at their beginning on: lamp, lamps.
STEM = 4
MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """A category of theirs, by the names on the way to it."""

    id: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A category of ours at one shop. `theirs` is empty until somebody chooses."""

    ours: str
    products: int
    theirs: str = ""
    path: str = ""
    chosen_by: str = ""
    chosen_at: datetime | None = None
    suggestions: tuple[Theirs, ...] = ()


def category_map(shop: Connection) -> list[Mapped]:
    """Every category of ours, those without a choice first; of these what may fit by its name. Three queries."""
    counts = Product.objects.filter(store=shop.store_id).exclude(category="").exclude(status=Product.Status.ARCHIVED)
    products = dict(counts.order_by().values_list("category").annotate(n=Count("pk")))
    rows = {row.ours: row for row in CategoryChoice.objects.filter(connection=shop).exclude(theirs="")}
    leaves = leaves_of(shop)
    found = [_mapped(ours, products.get(ours, 0), rows.get(ours), leaves) for ours in {*products, *rows}]
    return sorted(found, key=lambda each: (bool(each.theirs), -each.products, each.ours))


def _mapped(ours: str, products: int, row: CategoryChoice | None, leaves: Sequence[Theirs]) -> Mapped:
    if row is None:
        return Mapped(ours=ours, products=products, suggestions=likely(ours, leaves))
    return Mapped(
        ours=ours, products=products, theirs=row.theirs, path=row.path, chosen_by=row.chosen_by,
        chosen_at=row.updated_at,
    )  # fmt: skip


def choices_of(store: Store) -> dict[tuple[UUID, str], str]:
    """What was chosen, by shop and category of ours."""
    rows = CategoryChoice.objects.filter(store=store).exclude(theirs="")
    return {(shop, ours): theirs for shop, ours, theirs in rows.values_list("connection", "ours", "theirs")}


def leaves_of(shop: Connection) -> list[Theirs]:
    """Its categories as they were read last; none before."""
    tree = CategoryTree.objects.filter(connection=shop).first()
    return [Theirs(id=number, path=" / ".join(path)) for number, path in tree.leaves] if tree else []


def path_of(shop: Connection, theirs: str) -> str:
    """What it is called there; empty where the shop's categories were not read."""
    return next((leaf.path for leaf in leaves_of(shop) if leaf.id == theirs), "")[:500]


def likely(words: str, leaves: Sequence[Theirs], most: int = MOST) -> tuple[Theirs, ...]:
    """Those whose names have words of ours in them, the last name counting most; the likeliest first."""
    wanted = _words(words)
    scored = [(_score(wanted, leaf.path), leaf) for leaf in leaves]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], len(pair[1].path), pair[1].path))
    return tuple(leaf for _score_of, leaf in best[:most])


def _score(wanted: Sequence[str], path: str) -> float:
    names = path.split(" / ")
    own, above = _words(names[-1]), _words(" ".join(names[:-1]))
    hits = sum(1.0 if _has(own, word) else 0.4 if _has(above, word) else 0.0 for word in wanted)
    # What else its own name says speaks against it, a little: “Table lamps” before “Lamps for tables and desks”.
    return hits / len(wanted) - 0.05 * max(0, len(own) - len(wanted)) if hits else 0.0


def _has(words: Sequence[str], wanted: str) -> bool:
    return any(word == wanted or (len(wanted) >= STEM and word[:STEM] == wanted[:STEM]) for word in words)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"\W+", text.casefold()) if len(word) > 1]
