"""Confidentiality: who is bound, for how long, with which duties."""
