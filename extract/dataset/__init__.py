"""The dataset: the records of a run as tidy tables, for SQL, pandas and every program that reads Parquet.

`tables` says what the tables are, `parquet` and `database` write them, `load` gives them to pandas, `query` to SQL.
"""
