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
	python tests/tools/lock.py --upgrade
	python tests/tools/conda_env.py

# The validators of pages. Where npm is missing, the first lines of the tests say so.
tests/web/node_modules/.package-lock.json: tests/web/package-lock.json
	@! command -v npm >/dev/null || \
		npm ci --prefix tests/web --ignore-scripts --no-audit --no-fund --loglevel=error || \
		echo "npm could not install the validators of pages"

.venv/%: envs/%.lock
	@PYTHON="$(PYTHON)" envs/install.sh $*
