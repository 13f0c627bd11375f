"""The HiGHS solver without its banner, for every engine that optimises."""

import ctypes
import os
import sys

import highspy


def quiet_highs() -> highspy.Highs:
    """Return a solver that prints nothing, not even the banner that its first instance prints.

    The banner is written by compiled code before any option can be set, and would spoil what a
    command writes to its standard output; hence the detour of the file descriptor.
    """
    sys.stdout.flush()
    try:
        saved = os.dup(1)
    except OSError:  # no standard output at all
        saved = -1
    if saved >= 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
    try:
        highs = highspy.Highs()
        ctypes.CDLL(None).fflush(None)
    finally:
        if saved >= 0:
            os.dup2(saved, 1)
            os.close(saved)
    highs.silent()
    return highs
