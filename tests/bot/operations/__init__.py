"""What an operator's machines ask of a process."""
