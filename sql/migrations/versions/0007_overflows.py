"""Overflows that were not repaired yet are found by an index of their own."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; it holds no row in good times."""
    op.execute(
        "create index feed_polls_unrepaired on ops.feed_polls (feed_id) where is_overflow and repair_outcome is null"
    )
