"""Where Microsoft Teams can be written to, and which cards wait for an answer there."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class TeamsConversation(SQLModel, table=True):
    """A chat or channel that we are in. Without `ended_at` it may be written to, at `service_url`.

    `kind` is Teams' word: personal, groupChat or channel. `person` is who a personal chat is with, by Entra's id.
    `bot` is what we are called there.
    """

    __tablename__ = "teams_conversation"

    conversation: str = Field(primary_key=True)
    tenant: str = Field(index=True)
    kind: str
    service_url: str
    bot: str = ""
    person: str = Field(default="", index=True)
    seen_at: datetime
    ended_at: datetime | None = None


class TeamsCard(SQLModel, table=True):
    """A form that was posted in a chat, by the nonce of the form: replaced when it has been answered."""

    __tablename__ = "teams_card"

    nonce: str = Field(primary_key=True)
    conversation: str
    message: str
    at: datetime = Field(index=True)
