"""The programme itself."""

from sqlmodel import Session, select

from storage.tables import Programme


def get(session: Session) -> Programme | None:
    """The programme, None before anybody has told what it is."""
    return session.exec(select(Programme)).first()
