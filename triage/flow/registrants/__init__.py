"""People's places in Zoom: one registrant and one link each, asked for behind the gate and cancelled again.

`rows` changes rows only and is what other use cases call; `register`, `cancel`, `compare` and `watch` ask Zoom, each
between two commits, never inside one.
"""
