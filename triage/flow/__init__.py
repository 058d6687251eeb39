"""The use cases. Together with `intake.poll` the only code that commits."""
