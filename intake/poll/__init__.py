"""The shell of intake: reads the mailbox and commits. The only committer here; decides nothing itself."""

from intake.poll.poll import Polled, fetch_claimed, poll
from intake.poll.walk import Interested

__all__ = ["Interested", "Polled", "fetch_claimed", "poll"]
