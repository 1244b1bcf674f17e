"""XCT: what one contract cannot show and all contracts of a run together do.

`facts` takes from each record what is compared, `similar` finds contracts with the same text, `audit` runs the checks.
"""
