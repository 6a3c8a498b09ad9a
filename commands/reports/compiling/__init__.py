"""From the database to a report that is checked and settled."""
