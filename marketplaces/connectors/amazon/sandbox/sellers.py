"""The practice application and the sellers who may let it in: fixed, so that a demo and a test can connect at once."""

from __future__ import annotations

from dataclasses import dataclass

# Practice values: they open nothing but the sandbox.
CLIENT_ID = "amzn1.application-oa2-client.0a1b2c3d4e5f60718293a4b5c6d7e8f9"
CLIENT_SECRET = "amzn1.oa2-cs.v1.practice0a1b2c3d4e5f60718293a4b5c6d7e8f9"  # noqa: S105
APPLICATION_ID = "amzn1.sp.solution.0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
ACCESS_TOKEN = "Atza|practice-access-b3Jpb24"  # noqa: S105
REFRESH_TOKEN = "Atzr|practice-refresh-b3Jpb24"  # noqa: S105

ACCESS_SECONDS, CODE_SECONDS = 3600, 300
GRANTLESS = "sellingpartnerapi::notifications"


@dataclass(frozen=True)
class Place:
    """One marketplace of Amazon. `channel` is how goods in Amazon's own warehouses there are called."""

    number: str
    name: str
    country: str
    currency: str
    language: str
    domain: str
    channel: str


PLACES = {
    each.number: each
    for each in (
        Place("A1PA6795UKMFR9", "Amazon.de", "DE", "EUR", "de_DE", "www.amazon.de", "AMAZON_EU"),
        Place("A13V1IB3VIYZZH", "Amazon.fr", "FR", "EUR", "fr_FR", "www.amazon.fr", "AMAZON_EU"),
        Place("A19VAU5U5O7RUS", "Amazon.sg", "SG", "SGD", "en_SG", "www.amazon.sg", "AMAZON_FE"),
    )
}


@dataclass(frozen=True)
class Seller:
    """One seller account. `places` are the marketplaces that it takes part in, its own first."""

    number: str
    name: str
    places: tuple[str, ...]

    @property
    def home(self) -> Place:
        return PLACES[self.places[0]]


MAIN, EASTERN = "A3LUMEN7DE4K2X", "A1LUMEN9SG8Q4Z"
SELLERS = {
    MAIN: Seller(MAIN, "Atelier Lumen", ("A1PA6795UKMFR9", "A13V1IB3VIYZZH")),
    EASTERN: Seller(EASTERN, "Atelier Lumen Singapore", ("A19VAU5U5O7RUS",)),
}
