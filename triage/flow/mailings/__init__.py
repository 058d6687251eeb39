"""Mails to many: prepared, looked at, agreed to by number, written in small portions, paused, resumed, stopped.

The mails themselves are rows of the outbox, which sends them like any other. Nothing here sends but a trial to
oneself.
"""
