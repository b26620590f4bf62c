# Every target calls `setup` first: on a fresh Debian or Raspberry Pi OS machine
# `make run` and `make test` install what they need and nothing else is asked.

VENV      := .venv
PYTHON    ?= python3
BIN       := $(VENV)/bin
STAMP     := $(VENV)/.installed
RUN_DEBS  := python3-venv espeak-ng alsa-utils libusb-1.0-0 mosquitto fonts-dejavu-core
TEST_DEBS := $(RUN_DEBS) chromium chromium-headless-shell libatomic1 pulseaudio pulseaudio-utils postgresql zbar-tools tesseract-ocr tesseract-ocr-pol
LOCKS     := $(wildcard requirements/*.txt) pyproject.toml

.PHONY: setup run test proof bench lint screens lock clean

setup: $(STAMP) catalogues

$(STAMP): $(LOCKS)
	scripts/install-packages $(RUN_DEBS)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	# The lock is complete: resolving anew would look at versions published since (`--no-deps`).
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/develop.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.PHONY: catalogues
catalogues: $(STAMP)
	@$(BIN)/python scripts/compile-catalogues

.PHONY: test-packages
test-packages:
	scripts/install-packages $(TEST_DEBS)

run: setup
	$(BIN)/okienko demo

test: setup test-packages lint
	OKIENKO_PROOF=short $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder tests

proof: setup test-packages
	OKIENKO_PROOF=full $(BIN)/python -m pytest tests

bench: setup test-packages
	$(BIN)/python -m bench

screens: setup test-packages
	OKIENKO_SCREENS=docs/screens $(BIN)/python -m pytest tests/e2e -k screens

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Needs `uv`; the locks name no host and no path of this machine.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet
lock:
	$(LOCK) pyproject.toml -o requirements/node.txt
	$(LOCK) pyproject.toml --extra hub -c requirements/node.txt -o requirements/hub.txt
	$(LOCK) pyproject.toml --extra hub --extra test --extra lint -c requirements/hub.txt -o requirements/develop.txt

clean:
	rm -rf $(VENV) var build *.egg-info
