"""The desk: the queue with its clocks, one case in three panes, and what an agent or dispatcher does with it."""
