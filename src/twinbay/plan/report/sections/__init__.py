"""The sections of a programme document, each made from tables into blocks in both languages."""
