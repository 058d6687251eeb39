"""Everything triage keeps: tables, queries over them, migrations. Nothing here decides or sends."""
