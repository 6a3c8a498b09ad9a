"""A report as slides (PowerPoint)."""
