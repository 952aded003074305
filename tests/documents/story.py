"""One unit's whole story, for the golden documents: a pilot, three waves, a loss, and what was learned on the way."""

from collections.abc import Iterator

from playbook.core import events as e
from playbook.core.history import Rollout, Stamped, Tick, fold
from playbook.core.model import (
    Component,
    Components,
    DataSource,
    Decision,
    Department,
    Goal,
    Measure,
    Member,
    Mission,
    Question,
    Right,
    SkillPlan,
    Slice,
    Squad,
    Unit,
)
from playbook.core.phrase import say
from playbook.core.verdict import Verdict

ORGANISATION = "Northern Dairy"
WAVES = {"wave-1": ("lyon",), "wave-2": ("kyiv", "oslo")}
NAMES = {
    "diaz": "Ana Diaz",
    "rossi": "Marta Rossi",
    "weber": "Jonas Weber",
    "okafor": "Chidi Okafor",
    "tanaka": "Yui Tanaka",
    "novak": "Eva Nováková",
    "berg": "Siri Berg",
    "oneil": "Jo O'Neil-Park",
    "martin": "Luc Martin",
    "petit": "Inès Petit",
    "kaya": "Deniz Kaya",
    "shev": "Olha Shevchenko",
    "bondar": "Taras Bondar",
    "hansen": "Nora Hansen",
    "lie": "Erik Lie",
    "koval": "Iryna Koval",
    "moe": "Ingrid Moe",
    "dahl": "Per Dahl",
    "li": "Li Wei (李伟)",
}
DEPARTMENTS = (
    Department("sales", "Field sales", "p-novak"),
    Department("service", "Customer service", "p-berg"),
    Department("finance", "Finance & billing", "p-okafor"),
    Department("logistics", "Logistics", "p-li"),
)
RIGHTS = (("refund", 500, "EUR an order"), ("delivery", "unlimited", None), ("credit", 2000, "EUR a customer"))


def _members(*who: tuple[str, str, str, tuple[str, ...], int]) -> tuple[Member, ...]:
    return tuple(Member(f"p-{name}", place, good, skills, time) for name, place, good, skills, time in who)


def _rights(*deciders: str) -> tuple[Right, ...]:
    return tuple(
        Right(kind, f"p-{one}", limit, unit) for one, (kind, limit, unit) in zip(deciders, RIGHTS, strict=False)
    )


PILOT = Squad(
    name="Bordeaux bakeries",
    lead="p-rossi",
    accountable="p-weber",
    members=_members(
        ("rossi", "service", "complaints that nobody else wants", ("care", "facilitation"), 100),
        ("weber", "sales", "bakeries, large and small", ("negotiation",), 100),
        ("tanaka", "finance", "invoices and credit", ("billing",), 80),
        ("kaya", "logistics", "routes and cold chain", ("routing",), 100),
        ("oneil", "service", "the telephone at six in the morning", ("care",), 60),
        ("martin", "sales", "onboarding of new bakeries", ("negotiation",), 50),
        ("petit", "logistics", "stock", ("routing",), 50),
    ),
    decides=_rights("rossi", "kaya", "tanaka"),
    data=(
        DataSource("late", "route planner", "logistics", "active"),
        DataSource("owed", "billing ledger", "finance", "active", "2027-06-30"),
        DataSource("leaving", "order history", "sales", "requested"),
    ),
    components=Components(
        Component("Each member has one person to call in their old department, by name", "working"),
        Component(
            "A fifteen-minute stand-up at 7:45, a board that customers could read, a retrospective each Friday",
            "working",
        ),
        Component("The late-orders list is read at the stand-up; one member owns each number", "present"),
    ),
    skill_plans=(SkillPlan("analysis", "borrow", "2026-10-15"),),
    cadence=("Stand-up at 7:45, fifteen minutes", "Whoever takes the call owns the case until it is closed"),
    interfaces=("Night dispatch: changes to tomorrow's routes", "Credit insurance: limits above 2,000 EUR"),
    duration="Twelve months from the launch; reviewed after six.",
)


def _replica(name: str, title: str, *who: tuple[str, str, str, tuple[str, ...], int], **more: object) -> Squad:
    first, second = (f"p-{one[0]}" for one in who[:2])
    return Squad(id=name, name=title, lead=first, accountable=second, members=_members(*who), **more)  # type: ignore[arg-type]


SQUADS = (
    _replica(
        "lyon",
        "Lyon bakeries",
        ("petit", "logistics", "stock", ("routing",), 50),
        ("shev", "service", "complaints", ("care", "facilitation"), 100),
        ("bondar", "finance", "credit", ("billing", "analysis"), 60),
        ("hansen", "sales", "bakeries", ("negotiation",), 100),
        ("lie", "logistics", "routes", ("routing",), 100),
        ("martin", "sales", "onboarding", ("negotiation",), 50),
        decides=_rights("shev", "lie"),
        data=PILOT.data[:2],
    ),
    _replica(
        "kyiv",
        "Kyiv cafés",
        ("koval", "service", "complaints", ("care", "facilitation", "analysis"), 100),
        ("bondar", "finance", "credit", ("billing",), 50),
    ),
    _replica(
        "oslo",
        "Oslo schools",
        ("moe", "sales", "schools", ("negotiation",), 100),
        ("dahl", "logistics", "routes", ("routing",), 100),
    ),
)
UNIT = Unit(
    unit="emea",
    name="Bakeries and cafés, Europe",
    goal="easy",
    slice=Slice(
        "account-based",
        "bakeries and cafés that order milk and butter every week",
        "An order that goes wrong is put right the same day, by the person who answers the telephone",
        ("Orders, deliveries, invoices and complaints of these customers",),
        ("Supermarkets", "Prices and contracts longer than a year"),
    ),
    sponsor="p-diaz",
    departments=DEPARTMENTS,
    mission=Mission(
        ("care", "negotiation", "billing", "routing", "facilitation", "analysis"),
        (
            Decision("refund", "Refund an order"),
            Decision("delivery", "Move a delivery to another day or route"),
            Decision("credit", "Raise a credit limit"),
        ),
        (
            Question("late", "Which of tomorrow's deliveries will be late?"),
            Question("owed", "What does this customer owe us, and since when?"),
            Question("leaving", "Which customers order less than a year ago?"),
        ),
    ),
    measures=(
        Measure("csat", "customer satisfaction", "points", 41, 55, "up"),
        Measure("repair", "time until an order is put right", "hours", 52.5, 8, "down"),
    ),
    pilot=PILOT,
    squads=SQUADS,
    waves=(1, 2),
    failure_budget=2,
    squad_word="pod",
)
LINES = {
    "name": 2, "goal": 3, "path": 4, "slice": 8, "sponsor": 15, "departments": 16, "mission": 29, "measures": 44,
    "pilot": 52, "pilot.name": 53, "pilot.lead": 54, "pilot.members": 56, "pilot.decides": 92, "pilot.data": 97,
    "pilot.skill_plans": 110, "squads": 120, "squads.0": 121, "squads.0.name": 122, "squads.0.lead": 123,
    "squads.0.members": 125, "squads.1": 150, "squads.2": 170, "waves": 190, "failure_budget": 191,
}  # fmt: skip
CSAT = (41, 43, 42, 46, 44, 49, 51, 48, 54, 56, 55, 58)
REPAIR = (50, 47, 55, 44, 49, 20)


def _at(day: str, event: e.Event, by: str = "p-diaz") -> Stamped:
    return Stamped(f"{day}T09:30:00Z", by, event)


def _verdict(
    condition: str, subject: str, needed: object, found: object, *, status: str = "pass", where: str = ""
) -> dict[str, object]:
    return Verdict(condition, status, subject, needed, found, where, ("p-diaz",)).record()  # type: ignore[arg-type]


def _moves() -> Iterator[Stamped]:
    yield _at("2026-08-10", e.Approved("emea", "begin", "sponsor", "f" * 64, "Go, and tell me what hurts."))
    verdicts = (
        _verdict(
            "shared_goal",
            "emea",
            say("the goal of playbook.yaml"),
            say("'{goal}'", goal="easy"),
            where="units/emea.yaml:3",
        ),
        _verdict("approval", "emea", say("approval by {who}", who="p-diaz"), say("approved by {who}", who="p-diaz")),
    )
    yield _at("2026-08-10", e.Moved("emea", "rollout", "begin", "selection", "pilot", verdicts))
    yield _at("2026-08-10", e.Moved("emea/pilot", "squad", "form", "proposed", "forming", carried_by="emea"))
    verdicts = (
        _verdict(
            "squad_size",
            "emea/pilot",
            say("6 to 10 members"),
            say("{n} member", "{n} members", n=7),
            where="units/emea.yaml:56",
        ),
        _verdict(
            "data_access",
            "emea/pilot",
            say("an active grant for each question"),
            say("'leaving' is requested"),
            status="waived",
        ),
    )
    yield _at("2026-09-01", e.Moved("emea", "rollout", "stabilise", "pilot", "stabilisation", verdicts))
    yield _at(
        "2026-09-01", e.Moved("emea/pilot", "squad", "charter", "forming", "chartered", verdicts, carried_by="emea")
    )
    yield _at("2026-09-01", e.Moved("emea/pilot", "squad", "launch", "chartered", "operating", carried_by="emea"))


def _learning() -> Iterator[Stamped]:
    cycles = (
        (
            "c1",
            "2026-09-03",
            "2026-09-10",
            "A refund at once keeps a bakery",
            "refunds waited for a signature",
            "the limit was in nobody's system",
            "the limit is in the till",
            True,
        ),
        (
            "c2",
            "2026-09-14",
            "2026-09-22",
            "Late vans can be seen at 5:00",
            "the list was a day old",
            "the export ran at night",
            "the route planner is read directly",
            True,
        ),
        (
            "c3",
            "2026-09-25",
            "2026-10-02",
            "One owner a case is enough",
            "cases were lost on Fridays",
            "part-time members",
            "a second name on each case",
            True,
        ),
        ("c4", "2026-10-20", "", "A call after each repair raises satisfaction", "", "", "", False),
    )
    for name, opened, closed, hypothesis, *rest in cycles:
        yield _at(opened, e.CycleOpened("emea/pilot", name, hypothesis, 14), "p-rossi")
        if closed:
            broke, cause, fix, verified = rest
            yield _at(closed, e.CycleClosed("emea/pilot", name, broke, cause, fix, verified), "p-rossi")
    for name, day, text, decision, reason in (
        ("l1", "2026-09-10", "Put the limit where the decision is made, before the first day", "adopted", ""),
        ("l2", "2026-09-22", "Read the source, never an export", "adopted", ""),
        (
            "l3",
            "2026-10-02",
            "A case has two names where people work part-time",
            "local",
            "Lyon has no part-time members",
        ),
    ):
        yield _at(day, e.LessonRecorded("emea/pilot", name, name.replace("l", "c"), text), "p-rossi")
        yield _at(day, e.LessonDecided("emea/pilot", name, decision, reason))


def _numbers() -> Iterator[Stamped]:
    for index, value in enumerate(CSAT):
        yield _at(
            "2026-11-01", e.ReadingRecorded("emea/pilot", "csat", f"2026-09-{index * 2 + 3:02}", value), "p-weber"
        )
    yield _at("2026-09-20", e.BaselineSet("emea/pilot", "repair", "2026-09-20", "the route planner is read directly"))
    for index, value in enumerate(REPAIR):
        yield _at(
            "2026-11-01", e.ReadingRecorded("emea/pilot", "repair", f"2026-10-{index * 3 + 1:02}", value), "p-weber"
        )
    for index, value in enumerate((40, 44, 47)):
        yield _at("2026-11-01", e.ReadingRecorded("emea/lyon", "csat", f"2026-10-{index * 7 + 5:02}", value), "p-shev")


def _chain() -> Iterator[Stamped]:
    yield _at("2026-10-05", e.Moved("emea/pilot", "squad", "stabilise", "operating", "stable", carried_by="emea"))
    yield _at("2026-10-05", e.Moved("emea", "rollout", "replicate", "stabilisation", "replication"))
    for wave, day, squads in (("wave-1", "2026-10-06", ("lyon",)), ("wave-2", "2026-11-02", ("kyiv", "oslo"))):
        yield _at(day, e.WaveComposed(f"emea/{wave}", squads))
        yield _at(day, e.Moved(f"emea/{wave}", "wave", "staff", "planned", "staffing"))
        for squad in squads:
            yield _at(day, e.Moved(f"emea/{squad}", "squad", "form", "proposed", "forming", carried_by=f"emea/{wave}"))
    yield _at("2026-10-20", e.Moved("emea/lyon", "squad", "launch", "chartered", "stable", carried_by="emea/wave-1"))
    yield _at(
        "2026-11-01",
        e.LessonRecorded("emea/lyon", "l4", "", "Ask the night shift first: it knows every late van"),
        "p-shev",
    )
    yield _at("2026-11-01", e.LessonDecided("emea/lyon", "l4", "adopted"))
    yield _at("2026-11-01", e.Moved("emea/wave-1", "wave", "complete", "soaking", "complete"))
    yield _at(
        "2026-11-12", e.Moved("emea/oslo", "squad", "fail", "forming", "failed", reason="Two of the schools closed.")
    )
    yield _at("2026-11-15", e.HoldPlaced("emea/wave-2", "Kyiv waits for electricity."))
    yield _at("2026-11-20", e.Moved("emea", "rollout", "stop", "replication", "stopped", reason="The dairy was sold."))


def _favours() -> Iterator[Stamped]:
    """What the pilot got for nothing: one is open, one is paid for, one is for all, one is gone."""
    for name, text, by, cost, currency in (
        ("favour-1", "Two hours of the managing director each week", "p-diaz", 0.0, ""),
        ("favour-2", "A data engineer, borrowed from the head office", "p-okafor", 18_400.0, "EUR"),
        ("favour-3", "Refunds without the second signature", "p-okafor", 0.0, ""),
        ("favour-4", "A van that nobody else may book", "", 950.5, "CHF"),
    ):
        yield _at("2026-09-04", e.FavourGranted("emea/pilot", name, text, by, cost, currency), "p-rossi")
    for name, settlement, reason, cost, currency in (
        ("favour-2", "priced", "each wave needs its own data made ready", 9_200.0, "EUR"),
        ("favour-3", "standardised", "the limit of 500 EUR holds for everybody", 0.0, ""),
        ("favour-4", "dropped", "a shared van was as good", 0.0, ""),
    ):
        yield _at("2026-10-01", e.FavourSettled("emea/pilot", name, settlement, reason, cost, currency))


PAPERS = (
    ("emea", "index", ""),
    ("emea", "decision-record", ""),
    ("emea", "goal-sheet", ""),
    ("emea", "mission-map", ""),
    ("emea", "gate-review", ""),
    ("emea", "favour-ledger", ""),
    ("emea/pilot", "charter", ""),
    ("emea/pilot", "donor-agreement", "missing"),
    ("emea/pilot", "launch-checklist", "conflict"),
    ("emea/pilot", "break-fix-log", ""),
    ("emea/wave-1", "wave-plan", ""),
    ("emea/wave-1", "wave-review", ""),
    ("emea/lyon", "charter", ""),
    ("emea/lyon", "launch-checklist", ""),
    ("emea/lyon", "stability-report", "unreadable"),
    ("emea/wave-2", "wave-plan", ""),
    ("emea/kyiv", "charter", ""),
)
"""Some documents of the story, with what is wrong with them."""


def _papers() -> Iterator[Stamped]:
    for subject, template, trouble in PAPERS:
        name = f"{subject}/{template}"
        path = "emea/signed papers/goal (signed).md" if template == "goal-sheet" else f"{name}.md"
        yield _at("2026-11-03", e.DocumentRevised(subject, name, "0" * 64, path, template=template))
        if trouble:
            yield _at("2026-11-04", e.DocumentTroubled(subject, name, trouble))


def told() -> Rollout:
    """Return the state after the whole story."""
    start = Rollout(
        "emea", unit=UNIT, goal=Goal("easy", "Doing business with us is easy."), file="units/emea.yaml", lines=LINES
    )
    start.people = {f"p-{short}": f"{name} <{short}@example.org>" for short, name in NAMES.items()}
    return fold([*_moves(), *_learning(), *_numbers(), *_favours(), *_chain(), *_papers()], start)


TICKS = {"launch.data-probed": Tick("2026-08-28T10:00:00Z", "p-kaya", "three answers in two minutes", "", "Deniz Kaya")}
