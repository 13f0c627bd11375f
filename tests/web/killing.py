"""Runs pieces of work again and again, each time killed (SIGKILL) one step later.

A step is a statement or commit at the database, a file that
is flushed, a file that gets its name. The work runs in a forked child; after each death the
parent checks that nothing is half-done, does the work once more to its end, and undoes it. It
prints at how many steps it killed each.
"""

import io
import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import django

django.setup()
from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection  # noqa: E402

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

import members  # noqa: E402
from deal_makers import PDF, make_interest, make_pair  # noqa: E402
from members import make_officer, make_organisation, make_user  # noqa: E402
from opportunity_records import make_opportunity  # noqa: E402

from twinbay.web.deals.domain import interests  # noqa: E402
from twinbay.web.deals.models import Deal, Interest  # noqa: E402
from twinbay.web.files.domain.storing import folder, path_of, store  # noqa: E402
from twinbay.web.files.models import StoredFile  # noqa: E402
from twinbay.web.opportunities.domain import steps  # noqa: E402
from twinbay.web.opportunities.domain.attaching import attach  # noqa: E402
from twinbay.web.opportunities.domain.workbook.importing import import_workbook  # noqa: E402
from twinbay.web.opportunities.models import Attachment, Opportunity  # noqa: E402

MOST_STEPS = 400
members._numbers = itertools.count(os.getpid() * 100_000)  # names that nobody else has made


def killed_at(step: int, work: Callable[[], Any]) -> bool:
    """Do the work in a child that dies before its step; return whether it came so far."""
    connection.close()
    child = os.fork()
    if child == 0:
        _die_before(step)
        work()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        sys.exit(f"the work failed by itself at step {step}")
    return os.WIFSIGNALED(status)


def _die_before(step: int) -> None:
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Any, *arguments: Any) -> Any:
        count()
        return execute(*arguments)

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            count()
            return function(*arguments, **named)

        return run

    connection.ensure_connection()
    connection.execute_wrappers.append(statement)
    connection._commit = counted(connection._commit)
    os.fsync = counted(os.fsync)
    Path.replace = counted(Path.replace)  # type: ignore[method-assign]


def every_step(
    prepare: Callable[[], Any],
    work: Callable[[Any], Any],
    check: Callable[[Any], None],
    whole: Callable[[Any], None],
) -> int:
    """Kill the work at each of its steps; return how many there were.

    Arguments:
        prepare: makes the records that the work is about.
        work: the work.
        check: raises unless nothing is half-done.
        whole: raises unless the work is done, once.
    """
    for step in range(1, MOST_STEPS):
        subject = prepare()
        killed = killed_at(step, lambda subject=subject: work(subject))
        check(subject)
        work(subject)
        whole(subject)
        if not killed:
            return step - 1
    sys.exit("the work does not end")


def again(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def expect(fine: bool, what: str) -> None:
    if not fine:
        sys.exit(f"half-done: {what}")


def publication() -> int:
    """An officer publishes a record with a file."""
    owner, officer = make_user(), make_officer()
    lab = make_organisation(owner=owner)

    def prepare() -> Any:
        record = make_opportunity(lab, owner, state="in_review")
        file = store(SimpleUploadedFile("paper.pdf", PDF), owner)
        Attachment.objects.create(opportunity=record, file=file, added_by=owner)
        return record

    def parts(record: Any) -> tuple[bool, ...]:
        found = again(record)
        return (
            found.state == "published",
            found.published_at is not None,
            found.versions.count() == 1,
            found.attachments.get().approved_at is not None,
            owner.notifications.filter(subject_path__contains=str(found.public_id)).exists(),
        )

    def work(record: Any) -> None:
        if again(record).state == "in_review":
            steps.publish(record, officer)

    def check(record: Any) -> None:
        found = parts(record)
        expect(all(found) or not any(found), f"a publication: {found}")

    return every_step(prepare, work, check, lambda one: expect(all(parts(one)), "the repetition"))


def importing() -> int:
    """A workbook of three records is taken in."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.title = "Technology offer"
    page.append(["Your own reference", "Title (English)", "Summary (English)"])
    page.append(["# what the columns hold"])
    for number in range(3):
        page.append([f"R-{number}", f"Title {number}", f"Summary {number}"])
    content = io.BytesIO()
    book.save(content)
    owner = make_user()

    def records(lab: Any) -> list[tuple[str, str, str]]:
        found = Opportunity.objects.filter(organisation=lab).order_by("reference")
        return list(found.values_list("reference", "title", "summary"))

    wanted = [(f"R-{n}", f"Title {n}", f"Summary {n}") for n in range(3)]

    def check(lab: Any) -> None:
        found = records(lab)
        expect(found == wanted[: len(found)], f"an import: {found}")

    return every_step(
        lambda: make_organisation(owner=owner),
        lambda lab: import_workbook(io.BytesIO(content.getvalue()), lab, owner),
        check,
        lambda lab: expect(records(lab) == wanted, f"the repetition: {records(lab)}"),
    )


def upload() -> int:
    """A file is added to a draft."""
    owner = make_user()
    lab = make_organisation(owner=owner)

    def files(record: Any) -> list[Any]:
        return [one.file for one in record.attachments.select_related("file")]

    def work(record: Any) -> None:
        if not files(record):
            attach(record, SimpleUploadedFile("paper.pdf", PDF), "members", owner)

    def check(record: Any) -> None:
        for stored in StoredFile.objects.filter(uploaded_by=owner):
            expect(path_of(stored).read_bytes() == PDF, "a row without its bytes")
        known = set(StoredFile.objects.values_list("stored_name", flat=True))
        for path in folder().glob("*/*"):
            unfinished = path.name not in known
            expect(unfinished or path.stat().st_size == len(PDF), "bytes that are not whole")

    return every_step(
        lambda: make_opportunity(lab, owner, state="draft"),
        work,
        check,
        lambda record: expect(len(files(record)) == 1, "the repetition"),
    )


def acceptance() -> int:
    """An interest is accepted: a deal, its parties and its conversation begin."""
    pairs: dict[int, Any] = {}

    def prepare() -> Any:
        pair = make_pair(make_organisation(), make_organisation(region="gba"))
        interest = make_interest(pair)
        pairs[interest.pk] = pair
        return interest

    def parts(interest: Any) -> tuple[bool, ...]:
        deal = Deal.objects.filter(interest=interest).first()
        return (
            Interest.objects.get(pk=interest.pk).state == "accepted",
            deal is not None,
            deal is not None and deal.parties.count() == 2,
            deal is not None and deal.threads.get().messages.count() == 2,
            deal is not None and deal.events.count() == 1,
        )

    def check(interest: Any) -> None:
        found = parts(interest)
        expect(all(found) or not any(found), f"an acceptance: {found}")

    return every_step(
        prepare,
        lambda one: interests.accept(one.pk, pairs[one.pk].by_seller, "Gladly."),
        check,
        lambda one: expect(all(parts(one)), "the repetition"),
    )


if __name__ == "__main__":
    for work in (publication, importing, upload, acceptance):
        print(work.__name__, work(), flush=True)
