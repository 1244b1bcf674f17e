"""The price of the contract, its taxes and ceilings, and every other amount."""
