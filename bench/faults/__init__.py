"""What happens when things break: each fault is caused for real, and watched from outside.

One module per fault. Its `faults(folder)` starts real `webinar serve` processes below the folder
and yields verdicts; `python -m bench.faults` prints them as one table.
"""
