# The verbs of the project. `make demo` and `make test` are all that a newcomer needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

# The lab tests break real guests: they want root; without it they are skipped with the reason.
.PHONY: demo demo-storm test storm t3 unit lint type docs bench lab scoreboard clean

demo: $(STAMP)
	$(BIN)/python -m lab.demo

demo-storm: $(STAMP)
	$(BIN)/python -m lab.storm

test: lint type $(STAMP)
	$(BIN)/downstack docs docs --check
	$(BIN)/pytest

storm: $(STAMP)
	$(BIN)/pytest -m storm

t3: $(STAMP)
	$(BIN)/pytest -m t3

unit: $(STAMP)
	$(BIN)/pytest -m "not lab and not t3 and not storm"

$(STAMP): pyproject.toml setup.sh
	./setup.sh $(PYTHON) $(VENV)
	touch $@

# The import contract holds for what ships: the source without the tests beside it.
lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	rm -rf build/untested && mkdir -p build/untested
	cd src && find downstack -name '*_test*' -prune -o -name '*.py' -print | cpio -pdm --quiet ../build/untested
	PYTHONPATH=build/untested $(BIN)/lint-imports --no-logo

type: $(STAMP)
	$(BIN)/mypy

docs: $(STAMP)
	$(BIN)/downstack docs docs

bench: $(STAMP)
	$(BIN)/python -m bench

lab: $(STAMP)
	$(BIN)/python -m lab list

scoreboard: $(STAMP)
	$(BIN)/python -m lab.scoreboard run scored
	$(BIN)/python -m lab.scoreboard score

clean:
	rm -rf build dist $(VENV)
