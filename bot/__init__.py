"""How it talks: every platform, HTTP, the clock, the terminal."""
