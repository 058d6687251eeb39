"""The page on which people leave our mailings, for themselves and for mail programs that press its button for them."""

from triage.web.unsubscribe.site import unsubscribe_site

__all__ = ["unsubscribe_site"]
