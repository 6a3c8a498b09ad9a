"""What is remembered: tables, queries, migrations. Imports nothing of ours."""
