"""The gate: nothing is told that is not what its source says."""
