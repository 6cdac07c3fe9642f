"""The laws of stock on paper: what a shelf must hold after each step, in plain Python that knows nothing of ours."""

from dataclasses import dataclass, field


@dataclass
class Held:
    """What one line of an order holds."""

    sku: str
    asked: int
    granted: int

    @property
    def short(self) -> int:
        return self.asked - self.granted


@dataclass
class Paper:
    """Units per SKU, and the lines that hold some of them, oldest first."""

    on_hand: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, str], Held] = field(default_factory=dict)

    def reserved(self, sku: str) -> int:
        """Law 3: the sum of what was granted."""
        return sum(line.granted for line in self.lines.values() if line.sku == sku)

    def free(self, sku: str) -> int:
        return self.on_hand[sku] - self.reserved(sku)

    def held(self, sku: str) -> list[tuple[int, int, int]]:
        """Asked, granted and short of each line that holds something, oldest first."""
        lines = [line for line in self.lines.values() if line.sku == sku and line.asked]
        return [(line.asked, line.granted, line.short) for line in lines]

    def sell(self, order: str, lines: dict[str, int]) -> None:
        """What is free is granted, the rest is short."""
        for sku, units in lines.items():
            self.lines[(order, sku)] = Held(sku, units, min(units, self.free(sku)))

    def give_back(self, order: str, units: dict[str, int] | None = None) -> None:
        """Cancelled, whole or by SKU: shortages go first, what becomes free serves the oldest shortage."""
        for (name, sku), line in self.lines.items():
            if name == order:
                falls = min(line.asked, line.asked if units is None else units.get(sku, 0))
                line.granted -= falls - min(line.short, falls)
                line.asked -= falls
                self.serve(sku)

    def leave(self, order: str) -> None:
        """The marketplace says that it left: what was promised goes, and of the rest what is there."""
        for (name, sku), line in self.lines.items():
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
