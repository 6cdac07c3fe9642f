"""What a marketplace asks of a product's card, said by its connector and checked before anything is sent."""

from dataclasses import dataclass

from marketplaces.canonical.products import ProductCard

#: Without these a card is none, wherever it is offered.
ALWAYS = ("sku", "title")


@dataclass(frozen=True, slots=True)
class Lack:
    """A field of a card that is missing or, where there is a limit, too long (text) or too many (pictures)."""

    field: str
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRules:
    """What its documents ask of a new product: fields of `ProductCard` that it needs, and limits of others.

    A category that is one of their numbers or names, not a word of ours, is said by `own_categories`; characteristics
    that a card may say under names of theirs, by `own_attributes`.
    """

    needs: frozenset[str] = frozenset()
    longest: tuple[tuple[str, int], ...] = ()
    own_categories: bool = False
    own_attributes: bool = False

    def lacks(self, card: ProductCard) -> list[Lack]:
        """What keeps this card from being taken, in the order of its fields. What is there already needs less."""
        needed = {*ALWAYS, *(self.needs if not card.remote_product_id else ())}
        limits = dict(self.longest)
        found = []
        for name in card.__dataclass_fields__:
            value = getattr(card, name)
            if name in needed and value in ("", None, (), {}):
                found.append(Lack(name))
            elif name in limits and len(value or "") > limits[name]:
                found.append(Lack(name, limits[name]))
        return found
