"""The outbox: queue a mail, claim it, ask the gate, send it, record what became of it."""
