"""House rules that no linter knows: narrow failures, one clock, one reader of the environment, plain names.

Each list of exceptions says why a file is on it. A file leaves its list when it no longer needs to be there.
"""

import ast
import re

import pytest

SOFT_LIMIT = 450  # lines; a longer file is about two things

# May be longer than the limit, and why.
LONG_FILES: dict[str, str] = {}

# May catch everything, and why: outermost loops, which log with the traceback and go on.
# The line itself carries a comment with the reason as well.
OUTERMOST: dict[str, str] = {
    "src/credence/pipeline/job.py": "whatever ends a run is noted in its record, and raised again",
    "src/credence/api/pages/inside.py": "whatever breaks one panel of a page leaves the others; it is answered as 500",
}

# May ask what time it is, and why. Below the command line everything else gets `as_of`.
CLOCKS: dict[str, str] = {
    "src/credence/sources/http.py": "stamps received_at; waits as an upstream asked",
    "src/credence/lake/lock.py": "age of a lock that another writer holds",
    "src/credence/lake/delta.py": "the table format wants the time at which a file was added; no row carries it",
    "src/credence/pipeline/job.py": "when a run and its steps began and ended, for people to read",
}
CLOCK_FOLDERS = {
    "src/credence/cli/": "a command's `now` becomes the run's as_of",
    "src/credence/lab/exchange/": "plays an upstream, which has a clock of its own",
    "src/credence/api/": "age of an answer, rate limits",
}

# Names that say nothing about what is inside.
# fmt: off
EMPTY_NAMES = {
    "util", "utils", "helper", "helpers", "common", "core", "misc", "manager", "managers", "service", "services",
    "agent", "agents", "runner", "runners",
}
# fmt: on
NAMED_SO_BY_OTHERS = {"src/credence/forecasts/service", "tests/forecasts/service"}

# Written apart, so that this file does not name them.
PACKAGE_HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
    ]
]
HOSTED_LOCKS = {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "yarn.lock"}
MACHINE_PATH = re.compile(r"(?<![\w.*})-])/" + r"work(?![\w-])")

CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}


# ---------------------------------------------------------------- code


def test_failures_are_caught_narrowly(source_files):
    loose = []
    for file in source_files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ExceptHandler) and _catches_everything(node.type):
                explained = file.name in OUTERMOST and "#" in file.lines[node.lineno - 1]
                if not explained:
                    loose.append(f"{file.name}:{node.lineno}")
    assert loose == []


def test_the_environment_is_read_in_one_place(source_files):
    readers = [
        f"{file.name}:{node.lineno}"
        for file in source_files
        if file.name != "src/credence/settings.py"
        for node in ast.walk(file.tree)
        if _reads_environment(node)
    ]
    assert readers == []


def test_nothing_below_the_command_line_asks_what_time_it_is(source_files):
    """A run has one `now`, its as_of; time.monotonic and time.perf_counter measure durations and are free."""
    askers = [
        f"{file.name}:{node.lineno}"
        for file in source_files
        if file.name not in CLOCKS and not file.name.startswith(tuple(CLOCK_FOLDERS))
        for node in ast.walk(file.tree)
        if _asks_the_time(node)
    ]
    assert askers == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("datetime.now(UTC)", True),
        ("datetime.datetime.now()", True),
        ("dt.datetime.utcnow()", True),
        ("date.today()", True),
        ("time.time()", True),
        ("from time import time", True),
        ("clock = time.time", True),
        ("time.monotonic()", False),
        ("time.perf_counter()", False),
        ("row.now()", False),
    ],
)
def test_the_rule_about_clocks_sees(code, found):
    assert any(_asks_the_time(node) for node in ast.walk(ast.parse(code))) is found


def test_every_file_says_what_it_is_for(python_files):
    silent = [
        file.name
        for file in python_files
        if not ast.get_docstring(file.tree) and (file.text.strip() or not file.name.endswith("/__init__.py"))
    ]
    assert silent == []


def test_files_are_short(source_files):
    long = {file.name: len(file.lines) for file in source_files if len(file.lines) > SOFT_LIMIT}
    assert sorted(set(long) - set(LONG_FILES)) == [], f"about two things? {long}"


# ---------------------------------------------------------------- names and text


def test_folders_are_named_after_what_is_in_them(tracked):
    empty = set()
    for file in tracked:
        parts = file.name.split("/")[:-1]
        for depth, part in enumerate(parts, start=1):
            folder = "/".join(parts[:depth])
            if part.lower() in EMPTY_NAMES and folder not in NAMED_SO_BY_OTHERS:
                empty.add(folder)
    assert sorted(empty) == []


def test_no_file_names_a_package_host(tracked):
    naming = [f"{file.name}: {host}" for file in tracked for host in PACKAGE_HOSTS if host in _content(file)]
    assert naming == []
    assert [file.name for file in tracked if file.path.name in HOSTED_LOCKS] == []


def test_no_file_names_a_folder_of_one_machine(tracked):
    assert [file.name for file in tracked if MACHINE_PATH.search(_content(file))] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("cd {}/x", True), ("'{}'", True), ("a/b{}/x", False), ("..{}", False), ("{}ers", False)],
)
def test_the_rule_about_machine_paths_sees(text, found):
    assert bool(MACHINE_PATH.search(text.format("/" + "work"))) is found


# ---------------------------------------------------------------- pages


def test_decisions_say_context_decision_and_consequences(tracked):
    decisions = [file for file in tracked if re.fullmatch(r"docs/decisions/[^/]+\.md", file.name)]
    assert decisions
    wanted = ["Context", "Decision", "Consequences"]
    for file in decisions:
        assert re.fullmatch(r"docs/decisions/\d{4}-[a-z0-9-]+\.md", file.name), file.name
        sections = [line.removeprefix("## ").strip() for line in file.lines if line.startswith("## ")]
        assert [section for section in sections if section in wanted] == wanted, f"{file.name} has {sections}"


def test_links_between_pages_lead_somewhere(tracked):
    dead = []
    for file in tracked:
        if not file.name.endswith(".md"):
            continue
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", file.text, flags=re.DOTALL)):
            if "://" in target or target.startswith(("#", "mailto:")):
                continue
            if not (file.path.parent / target.split("#")[0]).exists():
                dead.append(f"{file.name}: {target}")
    assert dead == []


def test_the_index_leads_to_every_page(tracked, root):
    index = (root / "docs/index.md").read_text(encoding="utf-8")
    pages = [file.name.removeprefix("docs/") for file in tracked if re.fullmatch(r"docs/.+\.md", file.name)]
    assert [page for page in pages if page != "index.md" and f"]({page})" not in index] == []


# ---------------------------------------------------------------- readings of the syntax tree


def _catches_everything(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_catches_everything(one) for one in caught.elts)
    return caught is None or (isinstance(caught, ast.Name) and caught.id in ("Exception", "BaseException"))


def _reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
        return node.attr in ("environ", "environb", "getenv", "getenvb", "putenv")
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        return any(alias.name in ("environ", "getenv", "putenv") for alias in node.names)
    return False


def _asks_the_time(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return any(("time", alias.name) in CLOCK_CALLS for alias in node.names)
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return (name, node.attr) in CLOCK_CALLS


def _content(file) -> str:
    return file.path.read_bytes().decode("utf-8", errors="replace")
