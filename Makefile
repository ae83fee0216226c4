# Only wraps; docs/development.md shows the plain commands.
.PHONY: demo test lint lock bench

PYTHON ?= python3
CORES ?= 4
export PATH := $(CURDIR)/.venv/bin:$(PATH)

demo: .venv/egregora
	snakemake --cores $(CORES)

# The blog of your own group, from the exports in exports/.
.PHONY: blog
blog: .venv/egregora
	@mkdir -p exports
	snakemake --cores $(CORES)
	@echo "Your blog: open public/index.html in a browser."

test: .venv/develop tests/web/node_modules/.package-lock.json
	pytest -n auto --dist loadfile --no-loadscope-reorder --durations 15

lint: .venv/develop
	ruff check .
	ruff format --check .
	snakefmt --check Snakefile rules
	snakemake --lint

bench: .venv/develop
	python tests/benchmarks/all.py

lock: .venv/develop
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--upgrade pyproject.toml -o envs/egregora.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--upgrade -c envs/egregora.lock --group dev pyproject.toml -o envs/develop.lock
	python tests/tools/conda_env.py

# The validators of pages; tests that need one that is missing are skipped and say so.
tests/web/node_modules/.package-lock.json: tests/web/package-lock.json
	npm ci --prefix tests/web --ignore-scripts --no-audit --no-fund --loglevel=error || \
		echo "npm could not install the validators of pages"

# What is installed is marked by a copy of the lock that it came from.
.venv/%: envs/%.lock
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --require-hashes -r $<
	cp $< $@
