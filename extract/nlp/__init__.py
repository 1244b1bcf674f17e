"""Typed mentions: what stands where in the text, before anything is concluded from it."""
