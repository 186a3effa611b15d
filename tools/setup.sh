#!/bin/sh
# Make or renew the environment: locked packages with their hashes, then the project itself, then node where missing.
# Usage: sh tools/setup.sh .venv
set -eu

venv="$1"
here="$(dirname "$0")"
bin="$venv/bin"
export PIP_DISABLE_PIP_VERSION_CHECK=1

if ! "$bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python="$(sh "$here/find-python.sh")"
    echo "making $venv with $python"
    "$python" -m venv --clear "$venv"
fi

if ! "$bin/python" -m pip install --quiet --only-binary :all: --require-hashes -r requirements/uv.txt; then
    echo "uv does not install here; going on with pip" >&2
fi

# uv first, for speed; pip does the same from the same lock (it also obeys mirrors that only pip was told of)
locked() {
    if [ -x "$bin/uv" ] && "$bin/uv" pip install --quiet --python "$bin/python" --require-hashes -r "$1"; then
        return 0
    fi
    "$bin/python" -m pip install --quiet --require-hashes -r "$1"
}

echo "installing the locked packages"
locked requirements/build.txt
locked requirements/dev.txt
"$bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .

# the pages are built with node 20 or newer
node_major() { node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }
PATH="$(cd "$bin" && pwd):$PATH"
if [ "$(node_major)" -lt 20 ]; then
    echo "node is missing or older than 20: installing it into $venv"
    locked requirements/node.txt
    [ "$(node_major)" -ge 20 ] || { echo "node does not run from $venv; install node 20 or newer" >&2; exit 1; }
fi
echo "ready: $("$bin/python" --version), node $(node --version)"
