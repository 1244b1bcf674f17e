"""Line items: the rows of price tables, their columns and subtotals."""
