#!/bin/sh
# Install one lock into .venv: envs/install.sh egregora, or develop. PYTHON names the
# Python to make .venv with.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
lock=envs/$1.lock

stop() {
  echo "$1" >&2
  exit 1
}

# pip takes a package that it was killed over for installed, so what was cut off is
# made from nothing.
if test -e .venv/unfinished || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  named="name one with PYTHON=, as in: make demo PYTHON=python3.12"
  command -v "$python" >/dev/null ||
    stop "$python is not here; install Python 3.11 or newer, or $named"
  found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') ||
    stop "$python does not start; install Python 3.11 or newer, or $named"
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "$python is Python $found, and 3.11 or newer is needed; $named"
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    stop "$python cannot make .venv; on Debian and Ubuntu: sudo apt-get install python$found-venv"
  rm -rf .venv
  mkdir .venv
  touch .venv/unfinished
  "$python" -m venv .venv || stop ".venv could not be made; see above"
fi

touch .venv/unfinished
rm -f .venv/egregora .venv/develop
.venv/bin/python -m pip install --quiet --require-hashes -r "$lock" ||
  stop "$lock could not be installed; pip says above why, and the same command tries again"
rm .venv/unfinished
# What is installed is marked by a copy of the lock that it came from; the development
# lock holds all of the other.
test "$1" = egregora || cp envs/egregora.lock .venv/egregora
cp "$lock" ".venv/$1"
