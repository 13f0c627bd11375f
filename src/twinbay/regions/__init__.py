"""A pair of regions: places, kinds of organisation, fields of cooperation, languages, money."""
