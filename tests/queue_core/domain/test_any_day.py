"""What holds in an office whatever happens: random days of arrivals, calls, absences, breaks and
second thoughts, with the promises of the queue checked after every step."""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from queue_core.domain.calling import Choice, Step, due, offered
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import ACTIVE, Priority, State, Ticket
from tests.queue_core.domain.builders import desk
from tests.queue_core.domain.rehearsal import Rehearsal

DESKS = {d.id: d for d in (desk("1", "A", "B"), desk("2", "AB", needs=["loop"]), desk("3", "CA"))}
COUNTERS = st.sampled_from(sorted(DESKS))
SERVICES = st.sampled_from("ABC")
OUTCOMES = st.sampled_from(["well", "well", "nobody", "nobody", "back", "aside", "on", "on first"])
EVERYTHING = desk("9", "ABC")


class AnyDay(RuleBasedStateMachine):
    """A day of three counters. Each rule is something that people do; none may break a promise."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Rehearsal(*DESKS.values())
        self.born = 0

    # People

    @rule(
        service=SERVICES,
        priority=st.sampled_from(Priority),
        need=st.sampled_from([None, None, "loop"]),
        sent=st.sampled_from([None, None, None, "2"]),
    )
    def somebody_comes(
        self, service: str, priority: Priority, need: str | None, sent: str | None
    ) -> None:
        self.office.come(self._number(service), priority=priority, need=need, sent_to_counter=sent)

    @initialize(services=st.lists(SERVICES, min_size=2, max_size=8))
    def a_hall_full_of_people(self, services: list[str]) -> None:
        self.office.come(*(self._number(service) for service in services))

    @rule(service=SERVICES, ahead=st.integers(-10, 30))
    def a_booked_visitor_arrives(self, service: str, ahead: int) -> None:
        self.office.arrive(self._number(service), hour=self.office.minute + ahead)

    @rule(minutes=st.sampled_from([1, 5, 25, 65]))
    def time_passes(self, minutes: int) -> None:
        self.office.minute += minutes

    # Clerks

    @rule(presses=st.lists(st.tuples(COUNTERS, OUTCOMES), min_size=25, max_size=60))
    def clerks_work(self, presses: list[tuple[str, str]]) -> None:
        for counter, outcome in presses:
            if counter in self.office.open:
                self._press(counter, outcome)

    @rule(counter=COUNTERS)
    def undo(self, counter: str) -> None:
        before = dict(self.office.tickets)
        try:
            self.office.undo(counter)
        except Refused:
            assert self.office.tickets == before, "a refused undo changed something"

    @rule(counter=COUNTERS)
    def close_or_open(self, counter: str) -> None:
        if counter not in self.office.open:
            self.office.open[counter] = DESKS[counter]
        elif not self.office.at(counter):
            self.office.close(counter)

    @rule(who=st.integers(0, 20))
    def a_missed_person_may_come_back(self, who: int) -> None:
        missed = self._in(State.ABSENT, State.NO_SHOW)
        if who < len(missed):
            self.office.come_back(missed[who].number)

    # Promises

    @invariant()
    def a_counter_holds_one_ticket_and_a_ticket_one_counter(self) -> None:
        holders = Counter(t.counter for t in self._in(*ACTIVE))
        assert None not in holders
        assert all(number == 1 for number in holders.values()), holders

    @invariant()
    def nobody_is_called_four_times(self) -> None:
        assert all(t.calls <= 3 for t in self.office.tickets.values())
        assert all(t.calls < 3 for t in self._in(State.ABSENT))

    @invariant()
    def every_ticket_is_where_its_last_event_left_it(self) -> None:
        last = {event.after.number: event.after for event in self.office.events}
        assert all(self.office.tickets[number] == after for number, after in last.items())

    def teardown(self) -> None:
        """Whatever happened: one counter that goes on calling empties the whole hall."""
        office = self.office
        for counter in list(office.open):
            active = office.at(counter)
            if active:
                office.give_back(counter)
            office.close(counter)
        office.open = {EVERYTHING.id: EVERYTHING}
        left = len(self._in(State.WAITING)) + 3 * len(self._in(State.ABSENT))
        for _ in range(2 * left):
            if not self._in(State.WAITING, State.ABSENT):
                break
            if office.serve_next(EVERYTHING.id) is None:
                office.minute += office.rules.recall_alone_minutes
        assert not self._in(State.WAITING, State.ABSENT), "somebody is left standing"

    # One press, and the turn checked by other means than the rule computes it

    def _press(self, counter: str, outcome: str) -> None:
        office, active = self.office, self.office.at(counter)
        if active is None:
            self._call_next(counter)
        elif outcome == "back":
            office.give_back(counter)
        elif active.state is State.CALLED:
            office.absent(counter) if outcome == "nobody" else office.came(counter)
        elif outcome in ("on", "on first"):
            office.transfer(counter, to="B", first=outcome == "on first")
        else:
            office.park(counter) if outcome == "aside" else office.finish(counter)

    def _call_next(self, counter: str) -> None:
        choice = self.office.choice(counter)
        waiting = [t for t in self._in(State.WAITING) if self._offered(t, counter)]
        assert choice is not None or not waiting, "somebody waits and nobody is called"
        if choice:
            self._check_turn(counter, choice, waiting)
            assert self.office.call(counter) == choice.ticket.number

    def _check_turn(self, counter: str, choice: Choice, waiting: list[Ticket]) -> None:
        called, step = choice.ticket, choice.step
        history = self.office.history(counter)
        assert self._offered(called, counter)
        if step is Step.ABSENT:
            assert not (waiting and history.previous is Step.ABSENT), "two absent in a row"
            served_since = any(seq > called.absent_seq for _, seq, _ in history.ends)
            assert served_since or not waiting, "called again before another was served"
            return
        assert called in waiting
        if step is Step.AGED:
            assert history.previous is not Step.AGED
            return
        group = self._first_group(counter, waiting)
        assert called in group
        plain = [t for t in group if t.priority is Priority.NORMAL and self._ready(t)]
        if step is Step.PRIORITY and history.calls[-2:] == (Step.PRIORITY, Step.PRIORITY):
            assert not plain, "a third priority call in a row while others wait"
        if step in (Step.WALK_IN, Step.BOOKED):
            mine = [t for t in plain if t.booked == called.booked]
            first = min(mine, key=lambda t: (t.queue_time, t.issue_seq))
            assert called == first, "not in the order of its class"
        if step is Step.NOT_YET_DUE:
            assert not any(self._ready(t) for t in group)

    def _first_group(self, counter: str, waiting: list[Ticket]) -> list[Ticket]:
        foreign = [t for t in waiting if not DESKS[counter].serves(t.service)]
        groups = [[t for t in waiting if t.service in g] for g in DESKS[counter].groups]
        return next(filter(None, [groups[0] + foreign, *groups[1:]]))

    def _ready(self, ticket: Ticket) -> bool:
        queue = self.office.queue()
        return not ticket.booked or due(ticket, queue.now, queue.rules)

    def _offered(self, ticket: Ticket, counter: str) -> bool:
        return offered(ticket, DESKS[counter], self.office.queue())

    def _in(self, *states: State) -> list[Ticket]:
        return [t for t in self.office.tickets.values() if t.state in states]

    def _number(self, service: str) -> str:
        self.born += 1
        return f"{service}{self.born:03d}"


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(stateful_step_count=30)
