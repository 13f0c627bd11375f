"""Joint low-carbon programmes: baseline, measures, least-cost pathway, uncertainty, delivery."""
