"""The colours of Word files and slides (RRGGBB), and what Word's styles call the states."""

ACCENT, INK, MUTED, WASH, RULE = "0B4F5E", "1D2B30", "526068", "EAF2F3", "C9D6D9"
WHITE, CARD = "FFFFFF", "F5F9FA"
LIGHTS = {
    # style ending, colour of the symbol (at least 4.5:1 on its wash), wash behind it
    "green": ("grön", "1E7B4B", "E7F3EC"),
    "yellow": ("gul", "7A5C00", "FDF5DC"),
    "red": ("röd", "B3261E", "FBEAE8"),
    "unreported": ("ej rapporterat", "526068", "F0F2F3"),
}
