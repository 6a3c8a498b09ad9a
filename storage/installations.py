"""Where the Slack app has been installed, and the (encrypted) token it has there."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import SlackInstallation


def find(session: Session, enterprise_id: str, team_id: str) -> SlackInstallation | None:
    """The installation that serves a workspace: its own, or that of its whole organisation."""
    own = select(SlackInstallation).where(SlackInstallation.team_id == team_id)
    found = session.exec(own.order_by(col(SlackInstallation.installed_at).desc())).first() if team_id else None
    if found or not enterprise_id:
        return found
    whole = select(SlackInstallation).where(
        SlackInstallation.enterprise_id == enterprise_id, SlackInstallation.team_id == ""
    )
    return session.exec(whole).first()


def save(
    session: Session,
    enterprise_id: str,
    team_id: str,
    *,
    token: str,
    bot_user_id: str,
    bot_id: str,
    now: datetime,
) -> SlackInstallation:
    """Remember an installation, in place of an earlier one in the same workspace."""
    same = select(SlackInstallation).where(
        SlackInstallation.enterprise_id == enterprise_id, SlackInstallation.team_id == team_id
    )
    row = session.exec(same).first() or SlackInstallation(
        enterprise_id=enterprise_id, team_id=team_id, token=token, installed_at=now
    )
    row.token, row.bot_user_id, row.bot_id, row.installed_at = token, bot_user_id, bot_id, now
    session.add(row)
    session.flush()
    return row


def forget(session: Session, enterprise_id: str, team_id: str) -> int:
    """The app was taken away, or its token revoked. Returns how many installations went."""
    gone: Sequence[SlackInstallation] = session.exec(
        select(SlackInstallation).where(
            SlackInstallation.enterprise_id == enterprise_id, SlackInstallation.team_id == team_id
        )
    ).all()
    for row in gone:
        session.delete(row)
    session.flush()
    return len(gone)
