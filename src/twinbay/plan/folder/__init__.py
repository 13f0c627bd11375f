"""A programme's folder: tables in, programmes out, and back; every problem named at once."""
