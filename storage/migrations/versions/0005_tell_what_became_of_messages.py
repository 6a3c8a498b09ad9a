"""Tell what became of messages, and where they are to come."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "channel_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_channel_letter_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_letter")),
        sa.UniqueConstraint("platform", "conversation", name=op.f("uq_channel_letter_platform_conversation")),
    )
    op.create_table(
        "chosen_platform",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_chosen_platform_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_chosen_platform")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("refused", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decided_by_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_notice_state_changed", ["state", "changed_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_decided_by_id_person"), "person", ["decided_by_id"], ["id"]
        )
    # What was claimed while the program was exchanged may have been sent.
    op.execute("UPDATE notice SET begun_at = lease_until WHERE state = 'claimed'")


def downgrade() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notice_decided_by_id_person"), type_="foreignkey")
        batch_op.drop_index("ix_notice_state_changed")
        batch_op.drop_column("decided_by_id")
        batch_op.drop_column("decided_at")
        batch_op.drop_column("changed_at")
        batch_op.drop_column("refused")
        batch_op.drop_column("begun_at")
        batch_op.drop_column("address")

    op.drop_table("chosen_platform")
    op.drop_table("channel_letter")
