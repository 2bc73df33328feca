"""Benchmarks: one table, each row a ratio to a floor that was measured in the same run."""
