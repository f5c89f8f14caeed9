"""From passages to an answer: follow-ups, quotes, written answers, citations, conflicts."""
