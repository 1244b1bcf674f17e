"""From what stands on pages to text: lines, columns, ruled tables, and what is repeated on every page."""
