"""Who we are: the keys, and how our own mail is known when it comes back."""

from __future__ import annotations

from intake.message import Own
from triage.config.sections import Configuration
from triage.message_ids import MessageIds
from triage.seal import Seal, key_from_text


def seal_from(configuration: Configuration) -> Seal:
    """The keys of `[seal]`, newest first."""
    return Seal(tuple(key_from_text(text) for text in configuration.seal.key.get_secret_value().split()))


def own_from(configuration: Configuration, message_ids: MessageIds) -> Own:
    """Who we are."""
    section = configuration.mailbox
    addresses = {*section.addresses, configuration.smtp.sender}
    return Own(
        addresses=frozenset(address.casefold() for address in addresses),
        list_ids=frozenset(name.casefold() for name in section.own_list_ids),
        authserv_id=section.authserv_id,
        is_our_message_id=message_ids.is_ours,
    )
