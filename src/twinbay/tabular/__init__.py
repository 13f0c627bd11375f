"""Tables that people fill in: CSV files and workbooks as cells, headings in both languages."""
