"""The models of the floor: who works here, for which store, and what waits for them."""

from core.models.api_token import ApiToken
from core.models.base import AliveManager, Record
from core.models.invitation import Invitation
from core.models.membership import Membership
from core.models.needs_you import NeedsYou
from core.models.second_step import RecoveryCode, SecondStep
from core.models.session import Session
from core.models.store import Store
from core.models.user import User
from core.roles import Role

__all__ = [
    "AliveManager", "ApiToken", "Invitation", "Membership", "NeedsYou", "Record", "RecoveryCode", "Role", "SecondStep",
    "Session", "Store", "User",
]  # fmt: skip
