#!/bin/sh
# Print a Python that can make the environment (3.11 or newer, with venv and ensurepip), or say what is missing.
# PYTHON=/path/to/python decides it by hand.

too_bare=
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if ! "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        continue
    fi
    if "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
    too_bare="${too_bare:-$candidate}"
done

if [ -n "$too_bare" ]; then
    echo "$too_bare is new enough but cannot make environments: install its venv package" \
        "(Debian, Ubuntu: apt-get install python3-venv)" >&2
else
    echo "no Python 3.11 or newer found (looked for ${PYTHON:-python3, python3.11 to python3.14}):" \
        "install one, or name it: make setup PYTHON=/path/to/python" >&2
fi
exit 1
