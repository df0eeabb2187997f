"""What an operator's machines ask a process: is it alive, is it ready, how much waits. No texts and no names."""
