"""Pages: so far those on which people show that a wiki account is theirs.

They change rows through `flow` only, load nothing from anywhere, and work without JavaScript.
"""

from triage.web.serve import Served, ServeError, served
from triage.web.signin import SignInError, WikiSignIn
from triage.web.site import Site, site

__all__ = ["ServeError", "Served", "SignInError", "Site", "WikiSignIn", "served", "site"]
