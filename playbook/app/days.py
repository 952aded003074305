"""Days that people give for what lies ahead of them: when something is due, until when it holds."""

from datetime import date, timedelta

from playbook.app.session import Session
from playbook.core.phrase import say
from playbook.errors import UsageError


def ahead(session: Session, text: str, *, first: int = 0, last: int | None = None) -> str:
    """Return a day (YYYY-MM-DD) that lies between `first` and `last` days from today, both included.

    Raises:
        UsageError: it is no day, or lies before or after that.
    """
    today = session.now.date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(say("a date is needed (YYYY-MM-DD), found '{day}'", day=text))
    if day < today + timedelta(days=first):
        facts = {"day": text, "today": today.isoformat()}
        raise UsageError(say("{day} does not lie ahead (today is {today})", **facts))
    if last is not None and day > today + timedelta(days=last):
        end = (today + timedelta(days=last)).isoformat()
        raise UsageError(
            say(
                "{day} is too far ahead: at most {n} day", "{day} is too far ahead: at most {n} days", day=text, n=last
            ),
            hint=say("the last day can be {day}", day=end),
        )
    return text
