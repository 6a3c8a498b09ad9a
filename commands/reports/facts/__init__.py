"""What a report says: the context of plain strings, and what it is gathered from."""
