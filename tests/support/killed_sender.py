"""A process that ticks and sends until it is killed: `killed_sender.py DATABASE_URL SERVER_URL TOKEN`.

It imports everything once; each line on its standard input starts a child that does the work in a process of its
own, and whose process id it prints.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from mailing import MONDAY, Http, ticker

from bot.delivery import Limiter, Outbox, Rates, Sender
from bot.subscribers import Subscribers
from bot.threads import Workers
from knowledge.records import Records

LEASE = timedelta(seconds=1)
# The clock of the nth life: the leases of the one before are over.
BETWEEN = timedelta(seconds=2)


async def work(database: str, server: str, token: str, life: int, *, whole: bool) -> None:
    """Tick and send; `whole`: until nothing is left."""
    now = MONDAY + life * BETWEEN
    with Records.open(database) as records:
        clockwork = ticker(records, batch=7)
        rates = Rates(overall=2000 if whole else 120, chat=2000, group=2000)
        queue = Outbox(records.database, lease=LEASE)
        transport = Http(server, token)
        sender = Sender(queue, Limiter(rates), transport, Subscribers(records), Workers(), at_once=3)
        while True:
            ticked = clockwork.tick(now)
            step = await sender.step(now + timedelta(minutes=20))  # the spread is over
            if whole and not ticked.claimed and not step.outcomes and step.pause >= 1:
                break
            await asyncio.sleep(0.002)
        await transport.close()


def main(database: str, server: str, token: str) -> None:
    for life, line in enumerate(sys.stdin):
        child = os.fork()
        if not child:
            asyncio.run(work(database, server, token, life, whole=line.strip() == "whole"))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
