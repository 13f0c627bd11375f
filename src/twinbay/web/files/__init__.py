"""Files that members upload: checked by content, kept out of the database, served after asking."""
