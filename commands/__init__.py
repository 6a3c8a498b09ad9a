"""What one may ask for: one file for each command. Knows no platform, no HTTP, no thread."""
