"""Amazon's marketplaces: where their calls go, where their sellers sign in, what is paid with there.

Numbers and regions are from the contract, section 1; the addresses of Seller Central from Amazon's page “Seller Central
URLs”.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NORTH_AMERICA = "https://sellingpartnerapi-na.amazon.com"
EUROPE = "https://sellingpartnerapi-eu.amazon.com"
FAR_EAST = "https://sellingpartnerapi-fe.amazon.com"
#: Five of Europe share one.
CENTRAL_EUROPE = "https://sellercentral-europe.amazon.com"


@dataclass(frozen=True, slots=True)
class Place:
    """One marketplace. `language` is that of its texts, as listings name it."""

    country: str
    currency: str
    language: str
    domain: str
    api: str
    central: str


def _place(country: str, currency: str, language: str, tail: str, api: str, central: str = "") -> Place:
    domain = f"amazon.{tail}"
    return Place(country, currency, language, domain, api, central or f"https://sellercentral.{domain}")


def order_page(marketplace_id: str, number: str) -> str:
    """Where a seller sees an order; nothing for a marketplace that we do not know."""
    place = PLACES.get(marketplace_id)
    return f"{place.central}/orders-v3/order/{number}" if place else ""


PLACES: Mapping[str, Place] = {
    "ATVPDKIKX0DER": _place("US", "USD", "en_US", "com", NORTH_AMERICA),
    "A2EUQ1WTGCTBG2": _place("CA", "CAD", "en_CA", "ca", NORTH_AMERICA),
    "A1AM78C64UM0Y8": _place("MX", "MXN", "es_MX", "com.mx", NORTH_AMERICA),
    "A2Q3Y263D00KWC": _place("BR", "BRL", "pt_BR", "com.br", NORTH_AMERICA),
    "A1F83G8C2ARO7P": _place("GB", "GBP", "en_GB", "co.uk", EUROPE, CENTRAL_EUROPE),
    "A1PA6795UKMFR9": _place("DE", "EUR", "de_DE", "de", EUROPE, CENTRAL_EUROPE),
    "A13V1IB3VIYZZH": _place("FR", "EUR", "fr_FR", "fr", EUROPE, CENTRAL_EUROPE),
    "APJ6JRA9NG5V4": _place("IT", "EUR", "it_IT", "it", EUROPE, CENTRAL_EUROPE),
    "A1RKKUPIHCS9HS": _place("ES", "EUR", "es_ES", "es", EUROPE, CENTRAL_EUROPE),
    "A1805IZSGTT6HS": _place("NL", "EUR", "nl_NL", "nl", EUROPE),
    "AMEN7PMS3EDWL": _place("BE", "EUR", "fr_BE", "com.be", EUROPE),
    "A2NODRKZP88ZB9": _place("SE", "SEK", "sv_SE", "se", EUROPE),
    "A1C3SOZRARQ6R3": _place("PL", "PLN", "pl_PL", "pl", EUROPE),
    "A28R8C7NBKEWEA": _place("IE", "EUR", "en_IE", "ie", EUROPE),
    "A33AVAJ2PDY3EV": _place("TR", "TRY", "tr_TR", "com.tr", EUROPE),
    "A2VIGQ35RCS4UG": _place("AE", "AED", "en_AE", "ae", EUROPE),
    "A17E79C6D8DWNP": _place("SA", "SAR", "ar_AE", "sa", EUROPE),
    "ARBP9OOSHTCHU": _place("EG", "EGP", "ar_EG", "eg", EUROPE),
    "A21TJRUUN4KGV": _place("IN", "INR", "en_IN", "in", EUROPE),
    "AE08WJ6YKNBMC": _place("ZA", "ZAR", "en_ZA", "co.za", EUROPE),
    "A1VC38T7YXB528": _place("JP", "JPY", "ja_JP", "co.jp", FAR_EAST),
    "A39IBJ37TRP1C6": _place("AU", "AUD", "en_AU", "com.au", FAR_EAST),
    "A19VAU5U5O7RUS": _place("SG", "SGD", "en_SG", "sg", FAR_EAST),
}
