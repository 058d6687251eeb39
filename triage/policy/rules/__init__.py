"""The rules, by theme. A rule is one question; it answers with a sentence that staff read, or with None."""
