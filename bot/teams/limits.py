"""What Teams accepts and shows well, by its reference pages; where they say two figures, the smaller."""

from __future__ import annotations

CARD = 27_000
"""Bytes of a card as UTF-8 JSON. Teams names 28 KB for a card; a thousand are left for the activity around it."""
ROWS = 100
"""Rows of tables in one message: more than that nobody scrolls through in a chat."""
ACTIONS = 5
"""Buttons in one row; a client may hide the sixth."""
BUTTON = 60
"""Characters of a button before a phone cuts them."""
COMMAND = 1000
"""Characters of a command that a button takes along; a longer one is shown in words."""
CONFIRM = 300
"""Characters of a question that a button asks first."""
TEXT = 2000
"""Characters of one text block: much text goes on in another, which may be in another message."""
BLOCK = 8000
"""Bytes of one text block with its colours; more than that is shown without them."""
CHOICES = 500
"""Choices of one input; past it the field is a line to type in."""
FEW_CHOICES = 5
"""Up to so many choices are shown open; more fold into a menu."""
TITLE = 100
"""Characters of a summary."""
TABLE_COLUMNS = 3
TABLE_WIDTH = 34
"""A grid has no more columns, and no more characters beside each other: that is what a phone of 320 px shows."""
URL = 3000
ALT_TEXT = 2000
