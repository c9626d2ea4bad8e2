"""Find a Chromium for the browser tests, get one where there is none, and start it.

`python -m tests.browser` makes sure that there is one; `./atlas test` does so before pytest.
"""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright

PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)

MAC_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)

WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_PLACES = (
    r"Chromium\Application\chrome.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)

HOW_TO_GET_ONE = (
    "no Chromium for the browser tests: install Chromium or Chrome, or name the program "
    "in the environment variable ATLAS_CHROMIUM"
)

# Nothing but the pages under test: no updates, no background traffic.
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Only the last such list counts, so that Playwright's own (its chromiumSwitches.ts) is in it.
WITHOUT_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    # Two more processes for each new page, a list below the address bar and a spare one: without
    # them, opening a blank page takes 0.15 s of CPU, not 0.32.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
)


def find_chromium() -> str | None:
    """Return the path of a Chromium that starts, or None.

    The environment variable ATLAS_CHROMIUM goes before everything else; a wrong one is an error.
    """
    chosen = os.environ.get("ATLAS_CHROMIUM")
    if chosen:
        program = shutil.which(chosen)
        if program is None or not _starts(program):
            raise RuntimeError(f"ATLAS_CHROMIUM names no program that starts: {chosen}")
        return program
    for place in (*PROGRAMS, *_usual_places()):
        program = shutil.which(place)
        if program and _starts(program):
            return program
    downloaded = _downloaded_by_playwright()
    return downloaded if downloaded and _starts(downloaded) else None


@functools.cache
def require_chromium() -> str:
    """Return the path of a Chromium, after installing one where there is none.

    Raises RuntimeError, with a line that says what to do, where that fails too.
    """
    found = find_chromium()
    for install in (_install_with_apt, _install_with_playwright):
        if found:
            break
        install()
        found = find_chromium()
    if found is None:
        raise RuntimeError(HOW_TO_GET_ONE)
    return found


def launch(playwright: Playwright) -> Browser:
    """Start a Chromium without a window."""
    return playwright.chromium.launch(
        executable_path=require_chromium(),
        headless=True,
        args=[*ARGUMENTS, "--disable-features=" + ",".join(WITHOUT_FEATURES)],
        # Chromium refuses to start its sandbox as root.
        chromium_sandbox=not _is_root(),
    )


def _usual_places() -> list[str]:
    if sys.platform == "darwin":
        return list(MAC_PLACES)
    if sys.platform == "win32":
        folders = [os.environ[name] for name in WINDOWS_FOLDERS if name in os.environ]
        return [str(Path(folder, place)) for place in WINDOWS_PLACES for folder in folders]
    return []


def _starts(program: str) -> bool:
    """Tell a real Chromium from Ubuntu's stand-in, which only says to install a snap."""
    if sys.platform == "win32":
        # There, asking for the version opens a window.
        return Path(program).is_file()
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _downloaded_by_playwright() -> str:
    """Return where playwright keeps its own Chromium, whether or not it is there."""
    # Asked in a process of its own: playwright cannot be started twice in one. The answer is empty
    # where it cannot start at all, for want of the library that _install_with_apt names.
    question = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    asked = subprocess.run([sys.executable, "-c", question], capture_output=True)
    return asked.stdout.decode().strip()


def _install_with_apt() -> None:
    if not (_is_root() and shutil.which("apt-get")):
        return
    _say("installing Chromium for the browser tests with apt-get …")
    if _run("apt-get", "update"):
        # Playwright's own program needs libatomic, which a bare Debian lacks.
        _run("apt-get", "install", "-y", "--no-install-recommends", "chromium", "libatomic1")


def _install_with_playwright() -> None:
    _say("downloading Chromium for the browser tests with playwright …")
    _run(sys.executable, "-m", "playwright", "install", "chromium")


def _run(*command: str) -> bool:
    """Run an installer; show the end of its output only when it fails."""
    done = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        print(*done.stdout.splitlines()[-10:], sep="\n", file=sys.stderr)
    return done.returncode == 0


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _say(line: str) -> None:
    print(f"atlas: {line}", file=sys.stderr, flush=True)


def main() -> int:
    """Make sure that there is a Chromium; on failure say so in one line."""
    try:
        require_chromium()
    except RuntimeError as error:
        _say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
