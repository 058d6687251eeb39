"""The one error of this port."""


class ComposeError(Exception):
    """A mail cannot be written or built as asked: a fact is missing, or the secret has no place in it."""
