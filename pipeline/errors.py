"""What can go wrong on an entry's way, as a small tree by what the caller does next.

`RetryLater` comes back by itself, `NeverRetry` ends the entry or feed with a reason, `Quarantine` keeps the
input aside with the command that replays it. Everything else is a bug and travels up. A message names the
thing (URL, id, file, variable) and the remedy; the cause is chained with `raise ... from`.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Base of all errors that Dateline raises on purpose.

    subject: the URL, id, path or setting the error is about.
    reason:  a short stable slug for ledgers and statistics, such as "http_404" or "robots".

    An error that ended a fetch also says, where it is known: status_code, and the redirects taken before it.
    """

    status_code: int | None = None
    redirects: tuple[tuple[int, str], ...] = ()

    def __init__(self, message: str, *, subject: str = "", reason: str = "error") -> None:
        super().__init__(message)
        self.subject = subject
        self.reason = reason


class RetryLater(DatelineError):
    """The other side, or the way to it, is in trouble now: try again, not before `retry_after_seconds`."""

    def __init__(
        self, message: str, *, subject: str = "", reason: str = "temporary", retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(message, subject=subject, reason=reason)
        self.retry_after_seconds = retry_after_seconds


class NeverRetry(DatelineError):
    """Asking again gives the same answer: the entry or feed ends here, with this reason."""


class Refused(NeverRetry):
    """We may not or will not fetch it: robots.txt, a forbidden address, a filter, a 401 or 403."""


class Gone(NeverRetry):
    """The other side says it is not there (404, 410)."""


class NotAFeed(NeverRetry):
    """The bytes are no feed in any format we read; the message says what they look like."""


class Quarantine(DatelineError):
    """This input broke a stage: it is kept, with the error and a replay command, and the batch goes on."""


class BadInput(DatelineError):
    """What a person gave us (a setting, CSV, OPML, command) is wrong; the message names the line and the remedy."""


class Unavailable(RetryLater):
    """A service of our own (Postgres, the archive) does not answer."""
