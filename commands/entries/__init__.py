"""The kit for everything that is reported, changed, closed and listed: one declaration for each kind."""
