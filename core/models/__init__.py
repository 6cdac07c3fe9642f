"""The models of the floor: who works here, for which store, and what waits for them."""

from core.models.api_token import ApiToken
from core.models.base import AliveManager, Record
from core.models.email_template import EmailTemplate
from core.models.invitation import Invitation
from core.models.membership import Membership
from core.models.needs_you import NeedsYou
from core.models.notification import Notification
from core.models.notification_choice import NotificationChoice, NotificationHours
from core.models.notification_reading import NotificationCursor, NotificationReceipt
from core.models.outgoing_mail import OutgoingMail
from core.models.second_step import RecoveryCode, SecondStep
from core.models.session import Session
from core.models.store import Store
from core.models.user import User
from core.roles import Role

__all__ = [
    "AliveManager", "ApiToken", "EmailTemplate", "Invitation", "Membership", "NeedsYou", "Notification",
    "NotificationChoice", "NotificationCursor", "NotificationHours", "NotificationReceipt", "OutgoingMail", "Record",
    "RecoveryCode", "Role", "SecondStep", "Session", "Store", "User",
]  # fmt: skip
