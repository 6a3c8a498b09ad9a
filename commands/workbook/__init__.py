"""The workbook: the programme as an Excel file, out and in. Its shape is declared once, beside what it holds."""
