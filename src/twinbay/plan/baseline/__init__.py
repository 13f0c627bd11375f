"""The baseline of a programme: energy balance, greenhouse gas inventory, checks, drivers."""
