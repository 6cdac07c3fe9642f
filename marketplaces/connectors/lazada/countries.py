"""The six countries of Lazada: their hosts, currencies and the smallest part in which refunds are told."""

from decimal import Decimal

from marketplaces.framework.hosts import Hosts

AUTH_HOST = "https://auth.lazada.com"
API_HOSTS = {
    "sg": "https://api.lazada.sg",
    "th": "https://api.lazada.co.th",
    "my": "https://api.lazada.com.my",
    "vn": "https://api.lazada.vn",
    "ph": "https://api.lazada.com.ph",
    "id": "https://api.lazada.co.id",
}
#: One host a country for all calls; tokens and the page where the merchant agrees have their own.
TOKENS = "tokens"
HOSTS = Hosts(named={"": API_HOSTS, TOKENS: AUTH_HOST}, by="country")
CURRENCIES = {"sg": "SGD", "th": "THB", "my": "MYR", "vn": "VND", "ph": "PHP", "id": "IDR"}
NAMES = {
    "singapore": "SG", "thailand": "TH", "malaysia": "MY", "vietnam": "VN", "philippines": "PH", "indonesia": "ID",
}  # fmt: skip
#: Several shops behind one token.
CROSS_BORDER = "cb"


def refund_unit(country: str) -> Decimal:
    """Contract section 7: cents everywhere but in Vietnam."""
    return Decimal(1) if country == "vn" else Decimal("0.01")
