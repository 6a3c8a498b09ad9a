"""Remember where Teams can be written to, and which cards wait for an answer."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "teams_conversation",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("service_url", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_teams_conversation")),
    )
    with op.batch_alter_table("teams_conversation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teams_conversation_tenant"), ["tenant"], unique=False)
        batch_op.create_index(batch_op.f("ix_teams_conversation_person"), ["person"], unique=False)

    op.create_table(
        "teams_card",
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_teams_card")),
    )
    with op.batch_alter_table("teams_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teams_card_at"), ["at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("teams_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teams_card_at"))

    op.drop_table("teams_card")
    with op.batch_alter_table("teams_conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teams_conversation_person"))
        batch_op.drop_index(batch_op.f("ix_teams_conversation_tenant"))

    op.drop_table("teams_conversation")
