"""The same run on Apache Spark: contracts are read where Spark reaches them, by as many machines as it has.

    OUTPUT/results/                 Parquet, one row a file: record and text, or why there is none
    OUTPUT/records.jsonl/           the records, one JSON object a line
    OUTPUT/dataset/TABLE.parquet/   the tables of the dataset
    OUTPUT/cross.json, run.json     as in a run on one machine

Paths are URIs that Spark understands (file, HDFS, S3, OSS). Each Python worker of Spark keeps one process with warm
rules, in which contracts are read one by one under the same limits as on one machine: whatever one contract does, its
Spark task goes on. `kanhe collect` turns the results into the output folder of a run on one machine.

`work` runs on the executors, everything else on the driver. `pyspark` is an extra, imported inside functions.
"""
