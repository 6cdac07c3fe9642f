"""What time it is at the marketplace: windows and cursors use their clock, not ours."""

from contextlib import suppress
from datetime import datetime, timedelta

from marketplaces.framework.base import Connector
from marketplaces.framework.errors import CodeProblem, DataProblem, RetryLater

#: Further apart than this, the merchant hears of it: signatures and deadlines depend on the clock.
WORTH_SAYING = timedelta(minutes=2)


def remote_now(connector: Connector) -> datetime:
    """Their time, from an answer of theirs; asks one cheap question when none came yet."""
    if connector.context.transport.remote_now() is None:
        # Whatever is wrong with this question, the reading itself says it better; only dead keys need no second try.
        with suppress(DataProblem, CodeProblem, RetryLater):
            connector.account()
    return connector.context.transport.remote_now() or connector.context.clock.now()


def difference(connector: Connector) -> timedelta:
    """How far their clock is ahead of ours; zero while unknown."""
    told = connector.context.transport.remote_now()
    return told - connector.context.clock.now() if told else timedelta(0)
