"""How long the platform's pages take with 50 people on it at once, on PostgreSQL.

    python scripts/with_postgres.py python -m benchmarks.platform

Seeds 100,000 organisations, 20,000 members, 50,000 opportunities and 5,000 deals
(``platform_records``), then serves them as ``twinbay serve`` does. 50 people read pages drawn at
random, each with a pause of ``PAUSE`` seconds on average between the answer and the next page, from
a process of its own. Prints of each page the number of questions to the database and the time when
nobody else asks, then the median and the 95th percentile with all 50, beside the target. At the end
the 50 ask without any pause, which shows how many pages a second the machine answers at most.

Arguments: ``--seconds N`` of each load (default 60), ``--pause N`` (default 5).
"""

import argparse
import http.client
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

PEOPLE, TARGET = 50, 200  # at once; milliseconds
Times = dict[str, list[float]]


def main() -> None:
    """Seed, measure alone, measure with all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.platform")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5)
    options = parser.parse_args()
    if "postgres" not in os.environ.get("DATABASE_URL", ""):
        sys.exit(
            "Run it on PostgreSQL: python scripts/with_postgres.py python -m benchmarks.platform"
        )
    with tempfile.TemporaryDirectory(prefix="twinbay-platform-") as home:
        os.environ |= {
            "TWINBAY_HOME": home,
            "TWINBAY_RATE_LIMIT": "0",
            "TWINBAY_API_RATE_LIMIT": "0",
            "TWINBAY_ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
            "DJANGO_SETTINGS_MODULE": "twinbay.web.settings",
        }
        visits = _seed(Path(home))
        _alone(visits)
        _together(visits, options.seconds, options.pause)


def _seed(home: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Write everything; return pages as (address, session, token) by name."""
    import django
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.platform_records import Records, write_lake

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    started = time.perf_counter()
    write_lake(home)
    lake = time.perf_counter()
    records = Records()
    records.write()
    written = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    from twinbay.web.directory.domain.directory import prepare_directory

    prepare_directory()
    print(
        f"lake {lake - started:.0f} s, records {written - lake:.0f} s, statistics and search index"
        f" {time.perf_counter() - written:.0f} s"
    )
    return _visits(records)


def _visits(records: Any) -> dict[str, list[tuple[str, str, str]]]:
    from twinbay.web.deals.models import Deal, DealParty, Interest, Thread

    chance = random.Random(2)
    public = [one for one in records.published if one.visibility != "confidential"]
    people = [records.users[3 * number] for number in chance.sample(range(100), PEOPLE - 4)]
    sessions = {user.pk: _session(user) for user in (*people, *records.users[-3:])}
    tokens = {user.pk: _token(user) for user in people}
    officer, runs = records.users[-1], records.users[-3]
    pages: dict[str, list[tuple[str, str, str]]] = defaultdict(list)

    def page(name: str, address: str, user: Any = None, token: str = "") -> None:
        pages[name].append((address, sessions[user.pk] if user else "", token))

    for user in people:
        organisation = user.memberships.get().organisation
        mine = DealParty.objects.filter(organisation=organisation).values("deal")
        deal = Deal.objects.filter(pk__in=mine).order_by("?").first()
        word, other = chance.choice(("lithium", "photonics", "vaccine")), chance.choice(public)
        evidence = f"org:bench-{chance.randrange(20_000):06}"
        page("home", "/en/")
        page("organisations", f"/en/organisations/?region=gba&page={chance.randint(1, 50)}")
        page("organisation", f"/zh/organisations/{evidence}/")
        page("search", f"/en/search/?q={word}+{chance.choice(('robot', 'quantum'))}", user)
        page("opportunities", f"/en/opportunities/?page={chance.randint(1, 100)}", user)
        page("opportunities, visitor", "/zh/opportunities/?kind=technology_offer")
        page("opportunities, words", f"/en/opportunities/?q={word}+battery&region=gba", user)
        page("opportunity", f"/en/opportunities/{other.public_id}/", user)
        page("own opportunities", "/en/opportunities/mine/", user)
        page("for you", "/zh/opportunities/for-you/", user)
        page("account", "/en/account/", user)
        page("notifications", "/zh/account/notifications/", user)
        page("interests", "/en/deals/interests/", user)
        page("conversations", "/en/deals/conversations/", user)
        page("board", "/zh/deals/", user)
        page("funnel", "/en/deals/funnel/", user)
        if deal is not None:
            thread = Thread.objects.get(deal=deal)
            interest = Interest.objects.get(pk=deal.interest_id)
            page("deal", f"/en/deals/{deal.public_id}/", user)
            page("conversation", f"/zh/deals/conversations/{thread.public_id}/", user)
            page("interest", f"/en/deals/interests/{interest.public_id}/", user)
        token = tokens[user.pk]
        page("API opportunities", f"/api/v1/opportunities?limit=50&q={word}", None, token)
        page("API opportunity", f"/api/v1/opportunities/{other.public_id}", None, token)
        page("API deals", "/api/v1/deals", None, token)
    page("review", "/en/opportunities/review/", officer)
    page("region's deals", "/en/deals/regions/gba/", officer)
    page("region's report", "/zh/deals/regions/gba/report/", officer)
    page("screening", "/en/screening/", officer)
    page("audit", "/en/account/audit/", runs)
    return pages


def _session(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "twinbay.web.accounts.domain.signing_in.MemberBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _token(user: Any) -> str:
    from datetime import timedelta

    from django.utils import timezone

    from twinbay.web.tokens.domain.tokens import make_token

    day = timezone.now().date() + timedelta(days=30)
    return make_token(user, "benchmark", ["opportunities:read", "deals:read"], day)[1]


def _alone(visits: dict[str, list[tuple[str, str, str]]]) -> None:
    """Print of each page the questions to the database and the time in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    print(f"\n{'page, nobody else asking':<28} {'questions':>9} {'median':>9} {'slowest one':>15}")
    for name, chosen in visits.items():
        times, asked, slowest = [], 0, (0.0, "")
        for address, session, token in chosen[:6]:
            client.cookies.clear()
            client.cookies["sessionid"] = session
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            client.get(address, headers=headers)
            started = time.perf_counter()
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address, headers=headers)
            times.append((time.perf_counter() - started) * 1_000)
            if answer.status_code != 200:
                sys.exit(f"{address} answers {answer.status_code}")
            asked = max(asked, len(captured))
            for query in captured.captured_queries:
                slowest = max(slowest, (float(query["time"]) * 1_000, query["sql"]))
        print(
            f"{name:<28} {asked:>9} {statistics.median(times):>6.0f} ms"
            f" {slowest[0]:>12.0f} ms" + (f"  {slowest[1][:600]}" if slowest[0] > 50 else "")
        )


def _together(visits: dict[str, list[tuple[str, str, str]]], seconds: float, pause: float) -> None:
    from django.db import connection

    connection.close()
    command = [sys.executable, "-m", "twinbay", "serve", "--port", "8765"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            _asked(visits, 10, pause / 2)  # warms the server
            paused = _asked(visits, seconds, pause)
            _print(paused, seconds, f"{PEOPLE} people, {pause:g} s between pages")
            _print(_asked(visits, seconds / 2, 0), seconds / 2, f"{PEOPLE} people without a pause")
        finally:
            server.terminate()


def _print(times: Times, seconds: float, title: str) -> None:
    print(f"\n{title:<32} {'pages':>6} {'p50':>8} {'p95':>8}   target of the p95: {TARGET} ms")
    every = [one for found in times.values() for one in found]
    for name, found in (*times.items(), ("all", every)):
        found.sort()
        p50, p95 = found[len(found) // 2], found[int(len(found) * 0.95)]
        missed = "  missed" if p95 > TARGET else ""
        print(f"{name:<32} {len(found):>6} {p50:>5.0f} ms {p95:>5.0f} ms{missed}")
    print(f"{len(every) / seconds:.1f} pages a second")


def _asked(visits: dict[str, list[tuple[str, str, str]]], seconds: float, pause: float) -> Times:
    """Let the people read for a while, in another process; return the times in milliseconds."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        found: Times = pool.apply(_read_pages, (dict(visits), seconds, pause))
    return found


def _read_pages(
    visits: dict[str, list[tuple[str, str, str]]], seconds: float, pause: float
) -> Times:
    times: Times = defaultdict(list)
    until = time.monotonic() + seconds

    def read(seed: int) -> None:
        chance = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", 8765, timeout=60)
        time.sleep(chance.uniform(0, pause))
        while time.monotonic() < until:
            name = chance.choice(list(visits))
            address, session, token = chance.choice(visits[name])
            headers = {"Cookie": f"sessionid={session}"} if session else {}
            headers |= {"Authorization": f"Bearer {token}"} if token else {}
            started = time.perf_counter()
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise AssertionError(f"{address} answers {answer.status}")
            times[name].append((time.perf_counter() - started) * 1_000)
            time.sleep(chance.expovariate(1 / pause) if pause else 0)
        connection.close()

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return dict(sorted(times.items()))


if __name__ == "__main__":
    main()
