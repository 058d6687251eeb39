"""Privacy ends by itself: the clock of each event, forgetting a person, and a copy of what is known of one."""
