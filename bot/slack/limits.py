"""What Slack accepts, in characters and pieces, by its reference pages and by what it was seen to refuse."""

from __future__ import annotations

BLOCKS = 50
"""Blocks of a message."""
VIEW_BLOCKS = 100
"""Blocks of a modal or of App Home."""
MESSAGE = 13_000
"""A whole message. Slack publishes no figure and refuses from about 13,200 (msg_blocks_too_long)."""
BLOCK = 125
"""What a block costs of MESSAGE beside its text: a divider was seen to cost so much."""
HEADER = 150
SECTION = 3000
"""The text of a section; rich text is kept to it too, so that any piece of a message can be weighed alike."""
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 2000
"""One element of a context block. Slack names no figure; this much has been let through for long."""
ACTIONS = 25
"""Buttons in one block."""
BUTTON = 75
BUTTON_VALUE = 2000
URL = 3000
ALT_TEXT = 2000
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30

TABLE_ROWS = 100
"""Rows of a table, the one with the headings among them. A message holds one table, a modal or App Home none."""
TABLE_COLUMNS = 20
TABLE_TEXT = 10_000
"""All cells of a table together; none of them may be empty."""

VIEW_TITLE = 24
VIEW_BUTTON = 24
"""submit and close."""
PRIVATE_METADATA = 3000
INPUT = 3000
"""The longest text of a plain_text_input."""
LABEL = 2000
"""The label of an input."""
HINT = 2000
OPTIONS = 100
"""Options of a select, or of one group of them."""
OPTION_GROUPS = 100
OPTION = 75
"""The words of an option."""
OPTION_VALUE = 150
FEW_OPTIONS = 10
"""Radio buttons or checkboxes of one field."""
