"""The questions board: what was asked, in which words it is shown, in which order, and what became of it.

`asked` adds one, `bringing` brings many from another channel, `wording`, `ordering`, `merging` and `disposing` change
them. An asker's own words are never changed.
"""

from triage.flow.questions.asked import add_by_hand, add_questions

__all__ = ["add_by_hand", "add_questions"]
