"""4Seller keeps what every connector promises, and its sandbox is as the assumed contract says."""

from tests.contract.suite import ConnectorContract


class TestFourSeller(ConnectorContract):
    code = "fourseller"
