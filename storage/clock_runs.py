"""When the clock last looked for what falls due."""

from datetime import datetime

from sqlmodel import Session

from storage.inserting import insert_missing
from storage.tables import ClockRun

_ONLY_ID = 1
"""The id of the only ClockRun."""


def record(session: Session, now: datetime) -> datetime | None:
    """Note that the clock looks now; returns when it last did, None the first time.

    A second clock waits here until the first has ended its transaction.
    """
    run = session.get(ClockRun, _ONLY_ID, with_for_update=True, populate_existing=True)
    if run is None:
        session.execute(insert_missing(session, ClockRun).values(id=_ONLY_ID, at=now))
        return None
    last = run.at
    run.at = max(last, now)
    session.add(run)
    session.flush()
    return last
