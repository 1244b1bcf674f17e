"""Instalments: what is paid when, on which condition, and which part of the price it is."""
