"""What time it is at the marketplace: windows and cursors use their clock, not ours."""

from datetime import datetime, timedelta

from marketplaces.framework.base import Connector

#: Further apart than this, the merchant hears of it: signatures and deadlines depend on the clock.
WORTH_SAYING = timedelta(minutes=2)


def remote_now(connector: Connector) -> datetime:
    """Their time, from an answer of theirs; asks one cheap question when none came yet."""
    told = connector.context.transport.remote_now()
    if told is None:
        connector.account()
        told = connector.context.transport.remote_now()
    return told or connector.context.clock.now()


def difference(connector: Connector) -> timedelta:
    """How far their clock is ahead of ours; zero while unknown."""
    told = connector.context.transport.remote_now()
    return told - connector.context.clock.now() if told else timedelta(0)
