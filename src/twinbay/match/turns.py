"""Turns: so many at once, first come first served.

Threads that compute in Python and NumPy at the same time take the interpreter from one another in
no particular order: twenty of them all finish late, and some far later than others. In turns as
many run as there are processors, and who has waited longest is next, so that the slowest answer
takes hardly longer than the average one. ``threading.Semaphore`` promises no order.
"""

import threading
from collections import deque
from types import TracebackType


class Turns:
    """A gate that lets so many threads through at once, in the order in which they came.

    Use it with ``with``; not reentrant.

    Arguments:
        at_once: how many threads may be inside, at least 1.
    """

    def __init__(self, at_once: int) -> None:
        if at_once < 1:
            raise ValueError(f"at_once is {at_once}, must be at least 1")
        self._free = at_once
        self._waiting: deque[threading.Lock] = deque()
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        """Wait for a turn."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            turn.acquire()  # until whoever leaves hands the turn on
        except BaseException:  # Ctrl-C while waiting: the turn goes to the next one
            self._withdraw(turn)
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Hand the turn on to who has waited longest."""
        with self._lock:
            self._hand_on()

    @property
    def waiting(self) -> int:
        """How many threads wait at this moment."""
        return len(self._waiting)

    def _hand_on(self) -> None:
        if self._waiting:
            self._waiting.popleft().release()
        else:
            self._free += 1

    def _withdraw(self, turn: threading.Lock) -> None:
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._hand_on()
