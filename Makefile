.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Some images set it: then every process that a test starts would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE
export BRIEFING_SHARED ?= ../shared

help: ## 显示可用的命令
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.ready: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q briefing # as pip does for what it installs; the environment may forbid it later
	@touch $@

.PHONY: help demo test test-slow test-all lint lock score words bench docs pictures against wheelhouse audit clean

demo: $(VENV)/.ready ## 用示例文件生成三个区的简报、指标表和图表册（结果在 output/）
	$(BIN)/briefing run config/jobs/annual.yaml

test: $(VENV)/.ready ## 运行测试（慢的除外）
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

test-slow: $(VENV)/.ready ## 运行慢的测试：强行中断、大批邮件、LibreOffice、Postgres、dask，随机用例试足次数
	BRIEFING_THOROUGH=1 $(BIN)/python -m pytest -n auto --dist worksteal -m "slow or hypothesis or sampled"

test-all: test test-slow ## 运行全部测试

lint: $(VENV)/.ready ## 检查代码风格、类型和模块依赖
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

score: $(VENV)/.ready ## 在人工标注的文件上给抽取打分（BRIEFING_SHARED，默认 ../shared）
	$(BIN)/python tests/score.py

words: $(VENV)/.ready ## 逐个去掉词表里的词，列出没有用例需要的词（要几分钟；KIND=up 只看一张表）
	$(BIN)/python tools/words.py $(KIND)

bench: $(VENV)/.ready ## 测量速度，与同类工具在同一次运行中比较
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	@for script in tests/bench/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock: $(VENV)/.ready ## 重新锁定依赖的版本和校验值（改了 pyproject.toml 的依赖以后）
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --output-file requirements.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --extra docs --universal --python-version 3.11 \
		--constraint requirements.lock --generate-hashes --no-header --no-emit-index-url --output-file requirements-docs.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --extra bench --universal --python-version 3.11 \
		--constraint requirements.lock --generate-hashes --no-header --no-emit-index-url --output-file requirements-bench.lock

docs: $(VENV)/.ready ## 生成使用指南的网页到 build/site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-docs.lock
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict

pictures: $(VENV)/.ready ## 重做指南和 README 里的网页截图（要 chromium 和 chromedriver）
	$(BIN)/python tools/pictures.py

against: $(VENV)/.ready ## 与早先的版本比速度：make against REV=fa4ec97
	$(BIN)/python tests/bench/against.py $(REV)

wheelhouse: $(VENV)/.ready docs ## 备齐离线安装包到 dist/wheelhouse（FOR=win_amd64 另备 Windows 的）
	@mkdir -p dist/wheelhouse
	@sed -nE 's/^([a-z0-9].*==[^ ]+).*/\1/p' requirements.lock > dist/constraints.txt
	$(BIN)/python tools/licences.py --sbom dist/wheelhouse/briefing.cdx.json
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --wheel-dir dist/wheelhouse -c dist/constraints.txt '.[cluster,postgres]'
	@if [ -n "$(FOR)" ]; then $(BIN)/python -m pip download --quiet --disable-pip-version-check --dest dist/wheelhouse \
		--find-links dist/wheelhouse --platform $(FOR) --only-binary=:all: -c dist/constraints.txt \
		"$$(echo dist/wheelhouse/briefing-*.whl)[cluster,postgres]" colorama; fi

audit: $(VENV)/.ready ## 依赖有没有已公布的漏洞（pip-audit；连不上漏洞库就说明并跳过）
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	@$(BIN)/python tools/audit.py

clean: ## 删除缓存和虚拟环境（不动 output/ 和数据库）
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
