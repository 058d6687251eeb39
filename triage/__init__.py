"""What do we make of it? Speaks help desk: events, cases, attendance, questions, mails."""
