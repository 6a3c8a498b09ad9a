"""A report as a Word document, from our template or an organisation's own."""
