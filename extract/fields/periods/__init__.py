"""Periods: of service, delivery, warranty and the contract itself."""
