"""What we do about mail, decided in values: interest, rules, chain, gate, due, lifecycle. Nothing here acts."""
