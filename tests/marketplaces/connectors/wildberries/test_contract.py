"""The rules that every connector keeps."""

from typing import ClassVar

from marketplaces.framework.capabilities import Capability
from tests.contract.suite import ConnectorContract


class TestWildberries(ConnectorContract):
    code = "wildberries"
    lacks: ClassVar[dict[Capability, str]] = {
        Capability.WEBHOOK: "Wildberries has no pushes of orders or stock (contract section 9): everything is polled.",
    }
