"""Names reduced to what identifies a party, in every form in which they are written."""
