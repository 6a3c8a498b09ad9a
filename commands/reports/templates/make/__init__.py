"""Makes the templates of Word and PowerPoint and the font of last resort. The product never imports this.

    uv run python -m commands.reports.templates.make

The templates are meant to be opened in Word and PowerPoint: fonts, colours, spacing and a logo may be changed
there, and words of the organisation's own added, as long as the {{ … }} and {% … %} marks and the names of styles
and layouts stay. This makes fresh ones when the marks must change, and overwrites what was restyled.
"""
