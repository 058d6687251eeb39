"""The desk and the life of an event."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this step."""
    op.create_table(
        "instance",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "pulse",
        sa.Column("part", AutoString(), nullable=False),
        sa.Column("well_at", UTCDateTime(), nullable=True),
        sa.Column("failed_at", UTCDateTime(), nullable=True),
        sa.Column("failed_why", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("part"),
    )
    op.create_table(
        "staff",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("password_hash", AutoString(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "tombstone",
        sa.Column("address_digest", AutoString(), nullable=False),
        sa.Column("forgotten_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("address_digest"),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_event_id"), ["event_id"], unique=False)

    op.create_table(
        "deliverable",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("what", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("ticked_at", UTCDateTime(), nullable=False),
        sa.Column("ticked_by", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("event_id", "what"),
    )
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("purpose", AutoString(), nullable=False),
        sa.Column("segment", AutoString(), nullable=False),
        sa.Column("subject", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("created_by", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=True),
        sa.Column("confirmed_count", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", AutoString(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailing_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mailing_state"), ["state"], unique=False)

    op.create_table(
        "retention",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("what", AutoString(), nullable=False),
        sa.Column("deleted_at", UTCDateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("event_id", "what"),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("token_digest", AutoString(), nullable=False),
        sa.Column("staff", AutoString(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.name"],
        ),
        sa.PrimaryKeyConstraint("token_digest"),
    )
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_link_staff"), ["staff"], unique=False)

    op.create_table(
        "staff_session",
        sa.Column("token_digest", AutoString(), nullable=False),
        sa.Column("staff", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.name"],
        ),
        sa.PrimaryKeyConstraint("token_digest"),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_staff"), ["staff"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("received_id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("staff", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("what", AutoString(), nullable=False),
        sa.Column("sentence", AutoString(), nullable=False),
        sa.Column("old", sa.JSON(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["reading.id"],
        ),
        sa.ForeignKeyConstraint(
            ["received_id"],
            ["received.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_reading_id"), ["reading_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_correction_received_id"), ["received_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("staff", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "presence",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("staff", AutoString(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("is_writing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.name"],
        ),
        sa.PrimaryKeyConstraint("case_id", "staff"),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", AutoString(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("question_id"),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_state"), ["state"], unique=False)

    op.create_table(
        "bounce",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", AutoString(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_id"],
            ["outbox.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("bounce", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bounce_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_bounce_outbox_id"), ["outbox_id"], unique=False)

    op.create_table(
        "mailing_person",
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("left_out_because", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["mailing.id"],
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"],
            ["outbox.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("mailing_id", "person_id"),
    )
    with op.batch_alter_table("mailing_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailing_person_outbox_id"), ["outbox_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mailing_person_person_id"), ["person_id"], unique=False)
        batch_op.create_index("mailing_person_waiting", ["mailing_id", "outbox_id"], unique=False)

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("owner", AutoString(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by", AutoString(), nullable=False),
        sa.Column("redeemed_at", UTCDateTime(), nullable=True),
        sa.Column("redeemed_by", AutoString(), nullable=True),
        sa.Column("redeemed_how", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promise_question_id"), ["question_id"], unique=False)

    op.create_table(
        "question_distinct",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("staff", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["question.id"],
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["question.id"],
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id"),
    )
    op.create_table(
        "answer_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["answer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("answer_id", "version"),
    )
    with op.batch_alter_table("answer_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_revision_answer_id"), ["answer_id"], unique=False)

    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("attendance_seats", ["event_id", "state"], unique=False)

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_needs_review"))
        batch_op.drop_index(batch_op.f("ix_case_state"))
        batch_op.create_index("case_spam", ["is_spam", "state"], unique=False)
        batch_op.create_index("case_waiting", ["state", "needs_review"], unique=False)

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("start_set", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("start_try_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("start_attempts", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("edited_by", AutoString(), nullable=True))
        batch_op.add_column(sa.Column("mailing_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_mailing_id"), ["mailing_id"], unique=False)
        batch_op.create_index("outbox_left", ["state", "sent_at"], unique=False)
        batch_op.create_index("outbox_told", ["event_id", "person_id", "purpose", "sent_at"], unique=False)
        batch_op.create_foreign_key("outbox_mailing", "mailing", ["mailing_id"], ["id"])

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_language"), ["language"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key("person_merged_into", "person", ["merged_into_id"], ["id"])

    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asker", AutoString(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("topic", AutoString(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("public_text", AutoString(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("public_changes", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("public_by", AutoString(), nullable=True))
        batch_op.add_column(sa.Column("public_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("live_second", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("owner", AutoString(), nullable=True))
        batch_op.add_column(sa.Column("due_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("declined_because", AutoString(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("before_merge", AutoString(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.alter_column("case_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("received_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_question_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key("question_merged_into", "question", ["merged_into_id"], ["id"])


def downgrade() -> None:
    """Takes this step back."""
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_constraint("question_merged_into", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_question_merged_into_id"))
        batch_op.alter_column("received_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("case_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("version")
        batch_op.drop_column("before_merge")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("declined_because")
        batch_op.drop_column("due_at")
        batch_op.drop_column("owner")
        batch_op.drop_column("live_second")
        batch_op.drop_column("position")
        batch_op.drop_column("public_at")
        batch_op.drop_column("public_by")
        batch_op.drop_column("public_changes")
        batch_op.drop_column("public_text")
        batch_op.drop_column("topic")
        batch_op.drop_column("asker")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint("person_merged_into", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_person_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_person_language"))
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint("outbox_mailing", type_="foreignkey")
        batch_op.drop_index("outbox_told")
        batch_op.drop_index("outbox_left")
        batch_op.drop_index(batch_op.f("ix_outbox_mailing_id"))
        batch_op.drop_column("mailing_id")
        batch_op.drop_column("edited_by")
        batch_op.drop_column("version")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("start_attempts")
        batch_op.drop_column("start_try_at")
        batch_op.drop_column("start_set")

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index("case_waiting")
        batch_op.drop_index("case_spam")
        batch_op.create_index(batch_op.f("ix_case_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_needs_review"), ["needs_review"], unique=False)

    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index("attendance_seats")

    with op.batch_alter_table("answer_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_revision_answer_id"))

    op.drop_table("answer_revision")
    op.drop_table("question_distinct")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_question_id"))
        batch_op.drop_index(batch_op.f("ix_promise_event_id"))

    op.drop_table("promise")
    with op.batch_alter_table("mailing_person", schema=None) as batch_op:
        batch_op.drop_index("mailing_person_waiting")
        batch_op.drop_index(batch_op.f("ix_mailing_person_person_id"))
        batch_op.drop_index(batch_op.f("ix_mailing_person_outbox_id"))

    op.drop_table("mailing_person")
    with op.batch_alter_table("bounce", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bounce_outbox_id"))
        batch_op.drop_index(batch_op.f("ix_bounce_address"))

    op.drop_table("bounce")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_state"))

    op.drop_table("answer")
    op.drop_table("presence")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_case_id"))

    op.drop_table("note")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_received_id"))
        batch_op.drop_index(batch_op.f("ix_correction_reading_id"))

    op.drop_table("correction")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_staff"))

    op.drop_table("staff_session")
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_link_staff"))

    op.drop_table("sign_in_link")
    op.drop_table("retention")
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailing_state"))
        batch_op.drop_index(batch_op.f("ix_mailing_event_id"))

    op.drop_table("mailing")
    op.drop_table("deliverable")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcement_event_id"))

    op.drop_table("announcement")
    op.drop_table("tombstone")
    op.drop_table("staff")
    op.drop_table("pulse")
    op.drop_table("instance")
