"""What befalls a warehouse under load, drawn from a seed: any process can tell any order of it, again and again."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from marketplaces.canonical.orders import Order
from marketplaces.canonical.statuses import OrderStatus
from tests.orders.world import line, told

#: Orders or changes in one page or one batch.
PAGE = 50
#: How many pages later an order's last word is told.
LATER = 3
S = OrderStatus


@dataclass(frozen=True)
class Traffic:
    """`pages` pages over `articles` articles at `shops` shops; a page is told by more than one process."""

    seed: int
    articles: int
    shops: int
    pages: int

    def sku(self, number: int) -> str:
        return f"A-{number:04d}"

    @property
    def bundles(self) -> int:
        return max(1, self.articles // 10)

    def bundle(self, number: int) -> str:
        return f"B-{number:04d}"

    def parts(self, number: int) -> dict[str, int]:
        """One of an article and two of the next, so that bundles and articles are sold from the same shelves."""
        return {self.sku(number): 1, self.sku((number + 1) % self.articles): 2}

    def bought(self, draw: Random) -> str:
        """One sale in ten is of a bundle."""
        if draw.random() < 0.1:
            return self.bundle(draw.randrange(self.bundles))
        return self.sku(draw.randrange(self.articles))

    def shop_of(self, page: int) -> int:
        """All orders of a page are of one shop."""
        return page % self.shops

    def order(self, page: int, place: int, *, last: bool) -> Order:
        """As it was placed, or as it is in the end: open, cancelled, partly cancelled or sent."""
        draw = Random(f"{self.seed}-{page}-{place}")  # noqa: S311
        bought = {self.bought(draw): draw.randint(1, 3) for _ in range(draw.choice((1, 1, 2)))}
        fate = draw.choices((S.CONFIRMED, S.CANCELLED, S.SHIPPED, None), (20, 30, 45, 5))[0]
        name = f"o-{page}-{place}"
        if not last:
            return told(name, *(line(sku, units) for sku, units in bought.items()))
        if fate is None:  # one unit of each line that has more is cancelled
            lines = [line(sku, units, cancelled_quantity=int(units > 1)) for sku, units in bought.items()]
            return told(name, *lines, later=60)
        return told(name, *(line(sku, units) for sku, units in bought.items()), status=fate, later=60)

    def first_words(self, page: int) -> list[Order]:
        return [self.order(page, place, last=False) for place in range(PAGE)]

    def last_words(self, page: int) -> list[Order]:
        return [self.order(page, place, last=True) for place in range(PAGE)]

    def changes(self, page: int) -> list[tuple[str, int | None, int | None]]:
        """A batch at the shelf: SKU, and either units more or fewer, or a count."""
        draw = Random(f"{self.seed}-shelf-{page}")  # noqa: S311
        found: list[tuple[str, int | None, int | None]] = []
        for number in draw.sample(range(self.articles), min(PAGE, self.articles)):
            if draw.random() < 0.2:
                found.append((self.sku(number), None, draw.randint(0, 40)))
            else:
                found.append((self.sku(number), draw.choice((-3, -2, -1, 1, 2, 3, 4)), None))
        return found

    def works(self, hand: int, hands: int, begin: int) -> Iterator[tuple[int, str, int]]:
        """What a hand does from its step `begin` on: step, kind, page. Each page is told by two hands."""
        step = 0
        for page in range(self.pages + LATER):
            for kind, of in (("first", page), ("last", page - LATER), ("shelf", page)):
                mine = page % hands == hand or (kind != "shelf" and (page + 1) % hands == hand)
                if mine and 0 <= of < self.pages and (kind != "shelf" or page % 4 == 0):
                    if step >= begin:
                        yield step, kind, of
                    step += 1
