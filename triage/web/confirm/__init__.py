"""The pages on which people show that a wiki account is theirs."""

from triage.web.confirm.signin import SignInError, WikiSignIn
from triage.web.confirm.site import Site, site

__all__ = ["SignInError", "Site", "WikiSignIn", "site"]
