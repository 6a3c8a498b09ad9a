"""The programme itself."""

from sqlmodel import Session, select

from storage.tables import Programme


def get(session: Session) -> Programme | None:
    """The programme, None before it has been described."""
    return session.exec(select(Programme)).first()


def locked(session: Session) -> Programme | None:
    """The programme as it is now, held until the transaction ends."""
    query = select(Programme).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def save(session: Session, row: Programme) -> None:
    """Add the programme, or change it."""
    session.add(row)
    session.flush()
