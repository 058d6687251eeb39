"""Any bytes → a frozen value and a list of defects. Pure and total; decides nothing about the message.

`parse` reads a whole message, `parse_headers` a header section, `answer_to` says where an answer would go.
"""

from intake.parse.assembly import answer_to, parse
from intake.parse.headers import parse_headers

__all__ = ["answer_to", "parse", "parse_headers"]
