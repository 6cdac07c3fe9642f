"""The border's rows: kinds of marketplaces, connections, secrets, outbound changes, calls, rate buckets."""

from marketplaces.models.api_call import ApiCall
from marketplaces.models.call_place import CallPlace
from marketplaces.models.connection import Connection
from marketplaces.models.credential import MarketplaceCredential
from marketplaces.models.marketplace import Marketplace
from marketplaces.models.outbound_change import OutboundChange
from marketplaces.models.rate_bucket import RateBucket

__all__ = ["ApiCall", "CallPlace", "Connection", "Marketplace", "MarketplaceCredential", "OutboundChange", "RateBucket"]
