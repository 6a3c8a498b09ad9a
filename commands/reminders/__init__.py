"""What falls due, when, and the message for it: dates, the outbox, the texts. Sending is done elsewhere."""
