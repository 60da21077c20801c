"""The finished timer for a folder: what an operator pastes so that `vorlagen lauf` runs every working day."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Literal

System = Literal["systemd", "cron", "windows"]


def zeitplan(system: System, program: Path, folder: Path, options: list[str]) -> str:
    """The text for one system; `options` are those before the verb (`--daten …`)."""
    command = shlex.join([str(program), *options, "lauf"])
    match system:
        case "systemd":
            return f"""\
# /etc/systemd/system/vorlagen-lauf.service
[Unit]
Description=Vorlagen: was heute fällig ist
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}

# /etc/systemd/system/vorlagen-lauf.timer
[Unit]
Description=Vorlagen: jeden Tag um 6 Uhr

[Timer]
OnCalendar=*-*-* 06:00
Persistent=true

[Install]
WantedBy=timers.target

# Danach: systemctl daemon-reload && systemctl enable --now vorlagen-lauf.timer
"""
        case "cron":
            return f"""\
# crontab -e; was der Lauf sagt, schickt cron an MAILTO
MAILTO=gremienbuero@example.org
0 6 * * * cd {shlex.quote(str(folder))} && {command}
"""
    quoted = " ".join(f'\\"{part}\\"' for part in [str(program), *options, "lauf"])
    return f"""\
rem In einer Eingabeaufforderung als Verwalter:
schtasks /Create /TN "Vorlagen Lauf" /SC DAILY /ST 06:00 /TR "cmd /c cd /d \\"{folder}\\" && {quoted}"
"""
