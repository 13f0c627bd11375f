"""Telling the programs of an organisation what its members are told."""
