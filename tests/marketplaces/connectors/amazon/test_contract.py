"""Amazon keeps what every connector promises, and its sandbox is as Amazon's own files say."""

from typing import ClassVar

from marketplaces.framework.capabilities import Capability
from tests.contract.shop import Shop
from tests.contract.suite import ConnectorContract


class TestAmazon(ConnectorContract):
    code = "amazon"
    lacks: ClassVar[dict[Capability, str]] = {
        Capability.WEBHOOK: (
            "Amazon pushes to no address: its messages go into a queue of the seller's own (contract section 10), and "
            "queues are not read yet. Orders are asked for again and again."
        ),
    }

    @staticmethod
    def sent_with_each_call(shop: Shop) -> set[str]:
        """The client secret travels with token calls only; an access token goes on without it to its own end."""
        return {"access_token"}
