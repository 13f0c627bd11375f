"""Data that ship with the engine: a worked programme and the facts that it is built from.

``demo`` is a programme folder of California, Guangdong, Hong Kong and Macao, in the format of
docs/reference/programme-folder.md; ``SOURCES.md`` says where every figure comes from.
"""

from pathlib import Path

DEMO = Path(__file__).parent / "demo"
"""The worked programme."""
