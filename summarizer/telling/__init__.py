"""What a briefing tells: what happened, which statements and figures, what is not confirmed."""
