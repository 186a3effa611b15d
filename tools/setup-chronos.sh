#!/bin/sh
# Add what the extra `chronos` needs to an environment: torch first, then the locked packages beside it. About 1 GB.
# Usage: sh tools/setup-chronos.sh .venv [TORCH]
# A torch that is there already is kept. TORCH is what pip is asked for otherwise, such as torch==2.13.0; without it
# only a CPU build is taken, since an ordinary Linux build brings several GB of CUDA (under CI even that one will do).
set -eu

venv="$1"
torch="${2:-}"
bin="$venv/bin"
export PIP_DISABLE_PIP_VERSION_CHECK=1

pip() { "$bin/python" -m pip install -qq "$@"; }

install_torch() {
    if [ -n "$torch" ]; then
        pip "$torch"
    elif [ "$(uname -s)" != Linux ]; then
        pip "torch==2.13.0"
    elif pip --no-deps "torch==2.13.0+cpu"; then
        :
    elif [ -n "${CI:-}" ]; then
        echo "no CPU build of torch 2.13.0 is to be had here; taking the ordinary one" >&2
        pip "torch==2.13.0"
    else
        echo "no CPU build of torch 2.13.0 is to be had here: name one, as in make chronos TORCH=torch==2.13.0" \
            "(several GB), or install torch into $venv by hand" >&2
        return 1
    fi
}

if ! "$bin/python" -c 'from importlib.metadata import version; version("torch")' 2>/dev/null; then
    echo "installing torch"
    install_torch
fi

# --no-deps: the lock is complete but for torch
if ! { [ -x "$bin/uv" ] && "$bin/uv" pip install --quiet --python "$bin/python" --no-deps --require-hashes \
    -r requirements/chronos.txt; }; then
    pip --no-deps --require-hashes -r requirements/chronos.txt
fi
"$bin/python" -c 'import torch; print("ready: torch", torch.__version__)'
