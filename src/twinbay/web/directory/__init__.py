"""The directory: search, organisations, fields of cooperation and topics."""
