"""Files of lists and of names to screen, read in bounded memory whatever they hold."""
