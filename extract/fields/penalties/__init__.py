"""Penalties: who owes how much for which breach, and what liability is limited or excluded."""
