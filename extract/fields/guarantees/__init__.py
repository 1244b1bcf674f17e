"""Guarantees: deposits, bonds and retentions."""
