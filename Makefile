# make demo | test | check | bench: each sets itself up in .venv; nothing else is needed but Python >= 3.11, git and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
BASE   ?= HEAD
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-guard bench-questions bench-identity test-packages test-browser test-crash test-incremental fuzz goldens clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-17s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v=sys.version_info[:2]; sys.exit(0 if v >= (3, 11) else "planproof needs Python 3.11 or newer; this is %d.%d. Try: make PYTHON=python3.12 ..." % v)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing planproof into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -m compileall -q engine specs cli
	@touch $(STAMP)

demo: $(STAMP) ## Watch planproof refuse an unfinished refactor of Django, and accept the finished one
	@$(BIN)/python examples/django-4.2-to-5.1/demo.py

test: $(STAMP) ## Run the test suite
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q

check: $(STAMP) ## Lint, types, architecture, and planproof's own gate; BASE=main judges a branch
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/planproof gate --base $(BASE) --quiet

test-packages: $(STAMP) ## The suite over real pinned packages from the package index
	@$(BIN)/python -m pytest -q -m packages --run-packages

test-browser: $(STAMP) ## The pages in a real browser; needs Chromium and chromedriver
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[browser]'
	@$(BIN)/python -m pytest -q -m browser --run-browser tests/browser

test-crash: $(STAMP) ## Kill the process at random points, many times
	@$(BIN)/python -m pytest -q -m crash --crash-rounds 200

test-incremental: $(STAMP) ## Edit repositories at random, thousands of steps: what is kept must change no verdict
	@$(BIN)/python tests/incremental/walk.py --checks 3000
	@$(BIN)/python tests/incremental/walk.py --checks 150 --anew

fuzz: $(STAMP) ## Throw damaged input at the loader, the terms and the scanners, half a minute each
	@$(BIN)/python tests/fuzz/fuzz.py

bench: $(STAMP) ## How fast it is beside other tools; ROWS=cold,show chooses rows, FULL=1 takes longer
	@$(BIN)/python tests/bench/bench.py $(if $(ROWS),--only $(ROWS)) $(if $(FULL),--full) $(ARGS)

bench-guard: $(STAMP) ## Fail if a ratio is worse than tests/bench/baseline.json allows
	@$(BIN)/python tests/bench/bench.py --guard $(if $(ROWS),--only $(ROWS)) $(ARGS)

bench-questions: $(STAMP) ## How fast and how right the answers about the code are: hours, over real packages
	@$(BIN)/python tests/bench/bench.py --full --only ask,uses,roles,clones,like,oddities $(ARGS)

bench-identity: $(STAMP) ## Does a violation keep its identity while code moves? Seven schemes over Django and Home Assistant
	@$(BIN)/python tests/bench/identity_bench.py $(ARGS)

goldens: $(STAMP) ## Rewrite the golden files and the generated pages, to be looked at before a commit
	@$(BIN)/python -m pytest -q --update-goldens tests/languages tests/docs tests/examples

clean: ## Remove everything that make has made
	@rm -rf $(VENV) .cache build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
