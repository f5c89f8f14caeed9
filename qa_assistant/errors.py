"""Every error this package raises on purpose.

QAAssistantError          base of all below; its message says what to do
├── ConfigError           a setting or an argument has a value that cannot work
├── ArticleError          one article cannot be read; carries `file` and `reason`
├── IndexNotBuiltError    a question came before the articles were indexed
├── IndexMismatchError    the index was built with other settings than the ones in force
├── PromptError           a prompt file is missing or its variables are wrong
├── EvalCaseError         a test question set has a mistake; names id and line
└── ModelError            a model cannot be loaded or did not answer
"""


class QAAssistantError(Exception):
    """Base of every error of this package; the message is one line that says what to do."""


class ConfigError(QAAssistantError):
    """A setting or an argument has a value that cannot work."""


class ArticleError(QAAssistantError):
    """One article cannot be read."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class IndexNotBuiltError(QAAssistantError):
    """A question came before the articles were indexed."""


class IndexMismatchError(QAAssistantError):
    """The index on disk was built with other settings than the ones in force."""


class PromptError(QAAssistantError):
    """A prompt file is missing or declares other variables than the code fills."""


class EvalCaseError(QAAssistantError):
    """A test question set has a mistake; the message names the case's id and line."""


class ModelError(QAAssistantError):
    """A model cannot be loaded, or did not answer."""
