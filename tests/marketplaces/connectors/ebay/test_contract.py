"""eBay keeps what every connector promises, and its sandbox is as eBay's own files say."""

from tests.contract.shop import Shop
from tests.contract.suite import ConnectorContract


class TestEbay(ConnectorContract):
    code = "ebay"

    @staticmethod
    def sent_with_each_call(shop: Shop) -> set[str]:
        """The client secret travels with token calls only; an access token that was given before goes on without it."""
        return {"access_token"}
