"""Where the Slack app has been installed, when it serves several workspaces."""

from datetime import datetime

from sqlalchemy import Column, String, UniqueConstraint
from sqlmodel import Field, SQLModel


class SlackInstallation(SQLModel, table=True):
    """One workspace, or a whole organisation (then `team_id` is ""). `token` is encrypted before it comes here."""

    __tablename__ = "slack_installation"
    __audited__ = True
    __table_args__ = (UniqueConstraint("enterprise_id", "team_id"),)

    id: int = Field(default=None, primary_key=True)
    enterprise_id: str = ""
    team_id: str = ""
    token: str = Field(sa_column=Column(String, nullable=False, info={"secret": True}))
    bot_user_id: str = ""
    bot_id: str = ""
    installed_at: datetime
