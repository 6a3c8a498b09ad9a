"""What falls due, when, and what is said then: dates, the outbox, the texts. Sending is done elsewhere."""
