import signal
import threading
import time

import pytest

from playbook.documents import meter as module
from playbook.documents.meter import Alarm, Meter, Pieces, Refusal


@pytest.fixture
def meter():
    return Meter()


def test_steps_run_out(meter, monkeypatch):
    monkeypatch.setattr(module, "STEP_LIMIT", 10)
    meter.start()
    for _ in range(10):
        meter.step()

    with pytest.raises(Refusal, match="more than 10 steps"):
        meter.step()


def test_time_runs_out_between_steps(meter, monkeypatch):
    monkeypatch.setattr(module, "TIME_LIMIT", 0.05)
    meter.start()
    until = time.thread_time() + 0.1
    while time.thread_time() < until:
        pass

    with pytest.raises(Refusal, match="it takes longer than"):
        meter.step(module.LOOK + 1)


def test_a_new_document_begins_afresh(meter):
    meter.step(module.STEP_LIMIT)
    meter.spend(module.CHARACTER_LIMIT)

    meter.start()

    meter.step()
    meter.spend(1)
    assert meter.left == module.STEP_LIMIT - 1


def test_characters_run_out(meter):
    meter.spend(module.CHARACTER_LIMIT)

    with pytest.raises(Refusal, match="characters"):
        meter.spend(1)


def test_one_text_has_a_bound_of_its_own(meter):
    meter.text(module.VALUE_LIMIT)

    with pytest.raises(Refusal, match="single text"):
        meter.text(module.VALUE_LIMIT + 1)


def test_includes_run_out(meter):
    for _ in range(module.LOAD_LIMIT):
        meter.load()

    with pytest.raises(Refusal, match="includes"):
        meter.load()


@pytest.mark.parametrize(
    ("value", "size"), [([], 0), ([1, 2], 2), ({"a": [1, 2]}, 3), (([1], [2, [3]]), 6), ([{}, ()], 2)]
)
def test_size_counts_every_depth(meter, value, size):
    assert meter.size(value) == size


def test_a_list_of_itself_twice_is_as_large_as_a_reader_finds_it(meter):
    value = [1]
    for _ in range(10):
        value = [value, value]

    assert meter.size(value) == 3 * 2**10 - 2


def test_what_would_be_endless_to_compare_is_refused(meter):
    def grow():
        value = [1]
        for _ in range(60):
            value = meter.made([value, value])

    with pytest.raises(Refusal, match="values inside"):
        grow()


def test_pieces_are_counted(meter):
    pieces = Pieces(meter)

    pieces.append("ab")
    pieces.extend(("c", "de"))

    assert "".join(pieces) == "abcde"
    assert meter.characters == module.CHARACTER_LIMIT - 5


def test_a_step_for_each_value(meter):
    assert list(meter.counted("abc")) == ["a", "b", "c"]
    assert meter.left == module.STEP_LIMIT - 3


def test_the_alarm_ends_what_never_takes_a_step(monkeypatch):
    monkeypatch.setattr(module, "TIME_LIMIT", 0.1)

    def hang():
        with Alarm(Meter()):
            while True:
                pass

    with pytest.raises(Refusal, match="it takes longer than"):
        hang()


def test_the_alarm_lets_the_next_step_look_at_the_clock(meter, monkeypatch):
    monkeypatch.setattr(module, "TIME_LIMIT", 0.05)
    monkeypatch.setattr(module, "AGAIN", 9)
    meter.start()

    def work():
        with Alarm(meter):
            while True:
                meter.left += 1
                meter.step()

    with pytest.raises(Refusal, match="it takes longer than"):
        work()


def test_the_alarm_is_off_afterwards_and_its_handler_gone(monkeypatch):
    monkeypatch.setattr(module, "TIME_LIMIT", 0.05)
    before = signal.getsignal(signal.SIGVTALRM)

    with Alarm(Meter()):
        pass

    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_another_thread_does_without_alarm():
    ended = []

    def work():
        with Alarm(Meter()):
            ended.append(signal.getitimer(signal.ITIMER_VIRTUAL))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert ended == [(0.0, 0.0)]
