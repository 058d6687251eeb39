"""Pages over HTTP: `confirm` for the people who write to us, `desk` for staff. Here is what every part shares.

Pages change rows through `flow` only, load nothing from anywhere, and work without JavaScript.
"""
