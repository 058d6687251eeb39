"""Every page of the desk. A page reads and calls `flow`; it decides nothing itself."""
