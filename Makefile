# The verbs of the project. `make demo` and `make test` are all that a newcomer needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: demo test lint type docs bench lab scoreboard clean

$(STAMP): pyproject.toml
	./setup.sh $(PYTHON) $(VENV)
	touch $@

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	rm -rf build/untested && mkdir -p build/untested
	cd src && find downstack -name '*_test*' -prune -o -name '*.py' -print | cpio -pdm --quiet ../build/untested
	PYTHONPATH=build/untested $(BIN)/lint-imports --no-logo

type: $(STAMP)
	$(BIN)/mypy

clean:
	rm -rf build dist $(VENV)
