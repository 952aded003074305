"""What a field of a file may look like: patterns, lengths and limits that any validator can read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

ID_PATTERN = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SHARE_PATTERN = r"^(100|[1-9]?[0-9])%$"
ONE_LINE = r"^[^\r\n]*[^\s][^\r\n]*$"
"""A name ends up in headings, mail headers and calendars, where a line break is an attack and a blank is a hole."""
NOT_BLANK = r"[^\s]"


@dataclass(frozen=True, slots=True)
class Text:
    """What a text field must look like. The validator finds it through its hook, so core needs no library."""

    longest: int = 2000
    pattern: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """Add length and pattern to the validator's schema of a string."""
        limits = {"min_length": 1, "max_length": self.longest}
        return {**handler(source), **limits, **({"pattern": self.pattern} if self.pattern else {})}


@dataclass(frozen=True, slots=True)
class Between:
    """The least and the most a number may be."""

    low: float
    high: float

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """Add the limits to the validator's schema of a number."""
        return {**handler(source), "ge": self.low, "le": self.high}


Id = Annotated[str, Text(63, ID_PATTERN)]
Name = Annotated[str, Text(200, ONE_LINE)]
Prose = Annotated[str, Text(2000, NOT_BLANK)]
Person = Annotated[str, Text(320, ONE_LINE)]
Day = Annotated[str, Text(10, DAY_PATTERN)]

VALUE_AREAS = Literal[
    "geographic",
    "account-based",
    "revenue-operations",
    "product-service",
    "design-support",
    "cross-channel-marketing",
]

WaveSize = Annotated[int, Between(1, 100_000)]
WaveShare = Annotated[str, Text(4, SHARE_PATTERN)]
