"""A report as PDF and as a web page, and the charts of both."""
