"""The six countries of Lazada: their hosts, currencies and the smallest part in which refunds are told."""

from decimal import Decimal

AUTH_HOST = "https://auth.lazada.com"
HOSTS = {
    "sg": "https://api.lazada.sg",
    "th": "https://api.lazada.co.th",
    "my": "https://api.lazada.com.my",
    "vn": "https://api.lazada.vn",
    "ph": "https://api.lazada.com.ph",
    "id": "https://api.lazada.co.id",
}
CURRENCIES = {"sg": "SGD", "th": "THB", "my": "MYR", "vn": "VND", "ph": "PHP", "id": "IDR"}
NAMES = {
    "singapore": "SG", "thailand": "TH", "malaysia": "MY", "vietnam": "VN", "philippines": "PH", "indonesia": "ID",
}  # fmt: skip
#: Several shops behind one token.
CROSS_BORDER = "cb"


def bare(base_url: str) -> str:
    """The address without `/rest`, which some write with it."""
    return base_url.rstrip("/").removesuffix("/rest")


def is_official(base_url: str) -> bool:
    """Whether this is one of Lazada's own hosts, and not a practice shop or a proxy."""
    return bare(base_url) in HOSTS.values()


def refund_unit(country: str) -> Decimal:
    """Contract section 7: cents everywhere but in Vietnam."""
    return Decimal(1) if country == "vn" else Decimal("0.01")
