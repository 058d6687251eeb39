"""An index over what people wrote.

Every run of three letters, so that parts of words and languages without blanks are found as well.
SQLite keeps it in a table of FTS5 without a copy of the texts, and triggers keep it in step: what the privacy clock
deletes from `reading` is gone here, too. (A later step that makes `reading` anew must make the triggers anew.)
PostgreSQL needs its own extension pg_trgm; where nobody may add that, searching works all the same, only slower.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE reading_search USING fts5(subject, text, sender, content='reading', content_rowid='id',"
    " tokenize='trigram')",
    "CREATE TRIGGER reading_search_new AFTER INSERT ON reading BEGIN INSERT INTO reading_search"
    " (rowid, subject, text, sender) VALUES (new.id, new.subject, new.text, new.sender); END",
    "CREATE TRIGGER reading_search_gone AFTER DELETE ON reading BEGIN INSERT INTO reading_search"
    " (reading_search, rowid, subject, text, sender) VALUES ('delete', old.id, old.subject, old.text, old.sender); END",
    "CREATE TRIGGER reading_search_changed AFTER UPDATE OF subject, text, sender ON reading BEGIN"
    " INSERT INTO reading_search (reading_search, rowid, subject, text, sender)"
    " VALUES ('delete', old.id, old.subject, old.text, old.sender);"
    " INSERT INTO reading_search (rowid, subject, text, sender)"
    " VALUES (new.id, new.subject, new.text, new.sender); END",
    "INSERT INTO reading_search (reading_search) VALUES ('rebuild')",
)
POSTGRESQL = (
    "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; EXCEPTION WHEN OTHERS THEN NULL; END $$",
    "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN"
    " CREATE INDEX reading_search ON reading USING gin ((subject || ' ' || text || ' ' || coalesce(sender, ''))"
    " gin_trgm_ops); END IF; END $$",
)
TRIGGERS = ("reading_search_new", "reading_search_gone", "reading_search_changed")


def upgrade() -> None:
    """Applies this step."""
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Takes it back."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP INDEX IF EXISTS reading_search")
        return
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP TABLE reading_search")
