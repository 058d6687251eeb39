"""Who may use the desk: their accounts, how they sign in, and their sessions."""
