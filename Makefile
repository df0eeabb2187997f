# Verbatim: `make run` and `make test` do all the set-up by themselves.
#
# PYTHON       the interpreter to build the virtual environment with (3.11 or newer)
# TORCH_INDEX  an index that offers torch's CPU build, where the default one does not (docs/operate.md, "Which torch")
# ARGS         what follows the command: make run ARGS=--playground
# TORCH        another build of torch altogether, for a machine with a GPU: make TORCH=torch==2.13.0

PYTHON ?= python3
VENV   ?= .venv
TORCH  ?=
TORCH_INDEX ?=
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check floors bench format clean

run: $(VENV)/.ready
	@$(BIN)/verbatim run $(ARGS)

test: $(VENV)/.ready-for-tests
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --ignore tests/quality --ignore tests/bot/simulated --hypothesis-profile quick

check: $(VENV)/.ready-for-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --cov --cov-report=term
	@echo "All checks passed."

floors: $(VENV)/.ready-for-tests
	$(BIN)/python -m pytest tests/quality tests/bot/simulated -rs

bench: $(VENV)/.ready-for-tests
	$(BIN)/python -m tests.bench

format: $(VENV)/.ready-for-tests
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

$(VENV)/.ready: pyproject.toml constraints.txt install.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" TORCH="$(TORCH)" TORCH_INDEX="$(TORCH_INDEX)" sh install.sh
	@touch $@

$(VENV)/.ready-for-tests: $(VENV)/.ready
	@$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $@
