"""What a browser sees: the local chat of `laget demo`, downloads, health."""
