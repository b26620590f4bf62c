"""`okienko demo` in a process of its own, as somebody at a terminal would start it."""

import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urljoin

Start = Callable[..., tuple[subprocess.Popen[str], str]]


def start_demo(tmp_path: Path) -> Iterator[Start]:
    """Starts `okienko demo` in a process of its own; what it said up to some words."""
    demos: list[subprocess.Popen[str]] = []

    def run(*arguments: str, until: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-m", "okienko", "demo", "--folder", str(tmp_path), *arguments]
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        demos.append(demo)
        assert demo.stdout is not None
        watchdog = threading.Timer(60, demo.terminate)
        watchdog.start()
        said = ""
        for line in demo.stdout:
            said += line
            if until in line:
                break
        watchdog.cancel()
        return demo, said

    yield run
    for demo in demos:
        if demo.poll() is None:
            demo.terminate()
        demo.communicate(timeout=60)


def signed_in(address: str, path: str = "/login") -> urllib.request.OpenerDirector:
    """A browser in which the administrator of the demonstration has signed in."""
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    login = urljoin(address, path)
    with visitor.open(login, timeout=10) as answer:
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert token is not None
    form = {"csrf_token": token[1], "login": "admin", "password": "admin"}
    with visitor.open(login, urlencode(form).encode(), timeout=10) as answer:
        assert answer.url != login
    return visitor


def processes_of(folder: Path) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if str(folder) in words and str(os.getpid()) != path.parent.name:
            found.append(words.replace("\0", " "))
    return found
