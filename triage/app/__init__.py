"""Wires a working installation from its configuration. The only reader of the configuration; loads the weights."""

from triage.app.explainer import Explainer, explainer, stored_events
from triage.app.identity import own_from, seal_from
from triage.app.installation import App, open_app, require_key
from triage.app.parts import WEIGHTS, act_model, templates_beside, templates_folder, utc_now
from triage.app.ports import mailbox, smtp_settings, standing_source, user_agent, zoom

__all__ = [
    "WEIGHTS",
    "App",
    "Explainer",
    "act_model",
    "explainer",
    "mailbox",
    "open_app",
    "own_from",
    "require_key",
    "seal_from",
    "smtp_settings",
    "standing_source",
    "stored_events",
    "templates_beside",
    "templates_folder",
    "user_agent",
    "utc_now",
    "zoom",
]
