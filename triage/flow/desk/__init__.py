"""What staff do at the desk besides deciding: assign, note, correct, merge, undo. Every change names who made it."""
