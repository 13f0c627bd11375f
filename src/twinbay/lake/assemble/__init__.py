"""From staged imports to the tables of a build, one module per subject.

The order is organisations, works, authorships, people, records, figures: each reads what the ones
before it wrote. Large tables stay in DuckDB and go straight to Parquet; only distinct names and
places, which are few, are held in memory.
"""
