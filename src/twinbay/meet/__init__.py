"""Conference timetables: requests, availability and tables in; an optimal agenda with its bound out."""
