"""All frozen values of triage. Nothing here reads a clock, a file, a socket or a database."""
