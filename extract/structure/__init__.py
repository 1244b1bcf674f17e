"""How a contract is laid out: its flow, outline, sections, tables and labelled values."""
