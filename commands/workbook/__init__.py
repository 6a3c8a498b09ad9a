"""The workbook: the programme as an Excel file, out and in. Its shape is declared in sheets.py, once."""

from commands.workbook.write import build_workbook

__all__ = ["build_workbook"]
