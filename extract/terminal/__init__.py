"""How results look on a terminal: a run, one contract, the checks, the dataset."""
