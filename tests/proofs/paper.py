"""The laws of stock on paper: what a shelf must hold after each step, in plain Python that knows nothing of ours.

A line of a bundle is a line of paper per part: what is said of the bundle is done to each, so many times.
"""

from dataclasses import dataclass, field


@dataclass
class Held:
    """What one line of an order holds; of a bundle `each` of the part per unit."""

    sku: str
    asked: int
    granted: int
    each: int = 1

    @property
    def short(self) -> int:
        return self.asked - self.granted


@dataclass
class Paper:
    """Units per SKU, what bundles are made of, and the lines that hold some of them, oldest first.

    A line is named by its order, what was bought, and the part of it.
    """

    on_hand: dict[str, int] = field(default_factory=dict)
    recipes: dict[str, dict[str, int]] = field(default_factory=dict)
    lines: dict[tuple[str, str, str], Held] = field(default_factory=dict)

    def reserved(self, sku: str) -> int:
        """Law 3: the sum of what was granted."""
        return sum(line.granted for line in self.lines.values() if line.sku == sku)

    def free(self, sku: str) -> int:
        return self.on_hand[sku] - self.reserved(sku)

    def held(self, sku: str) -> list[tuple[int, int, int]]:
        """Asked, granted and short of each line that holds something, oldest first."""
        lines = [line for line in self.lines.values() if line.sku == sku and line.asked]
        return [(line.asked, line.granted, line.short) for line in lines]

    def made(self, bundle: str) -> int:
        """As many bundles as the free parts make."""
        return min(self.free(part) // each for part, each in self.recipes[bundle].items())

    def sell(self, order: str, lines: dict[str, int]) -> None:
        """What is free is granted, the rest is short. A bundle keeps the recipe of the day."""
        for bought, units in lines.items():
            for sku, each in self.recipes.get(bought, {bought: 1}).items():
                asked = units * each
                self.lines[(order, bought, sku)] = Held(sku, asked, min(asked, self.free(sku)), each)

    def give_back(self, order: str, units: dict[str, int] | None = None) -> None:
        """Cancelled, whole or by SKU: shortages go first, what becomes free serves the oldest shortage."""
        for (name, bought, sku), line in self.lines.items():
            if name == order:
                falls = min(line.asked, line.asked if units is None else units.get(bought, 0) * line.each)
                line.granted -= falls - min(line.short, falls)
                line.asked -= falls
                self.serve(sku)

    def leave(self, order: str) -> None:
        """The marketplace says that it left: what was promised goes, and of the rest what is there."""
        for (name, _bought, sku), line in self.lines.items():
            if name == order:
                there = min(line.short, self.free(sku))
                self.on_hand[sku] -= line.granted + there
                line.asked = line.granted = 0

    def change(self, sku: str, delta: int) -> bool:
        """More or fewer; refused when it would take what is promised. Says whether it was done."""
        after = self.on_hand[sku] + delta
        if after < 0 or (delta < 0 and after < self.reserved(sku)):
            return False
        self.on_hand[sku] = after
        self.serve(sku)
        return True

    def count(self, sku: str, counted: int) -> None:
        """A count below what is promised: the newest lines become short."""
        missing = self.reserved(sku) - counted
        for line in reversed([line for line in self.lines.values() if line.sku == sku]):
            falls = min(line.granted, max(0, missing))
            line.granted -= falls
            missing -= falls
        self.on_hand[sku] = counted
        self.serve(sku)

    def serve(self, sku: str) -> None:
        """The oldest shortage first."""
        for line in self.lines.values():
            if line.sku == sku:
                line.granted += min(line.short, self.free(sku))
