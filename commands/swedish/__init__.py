"""How Swedes write: text, words, names, numbers, dates, spans of time."""
