"""The page of ``progress --html`` in a browser, opened from a file, as a user does."""

from __future__ import annotations

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from planproof_testing import NEW, OLD, SPEC, Project

pytestmark = pytest.mark.browser

HOSTILE = "x<script>document.title='pwned'</script>"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two folders, two owners, two rules, a fix, an addition, and a path that is markup."""
    root, home = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("home")
    project = Project(root, home)
    project.git("init", "--quiet")
    project.write("spec.yaml", SPEC)
    project.write("CODEOWNERS", "* @core\nlib/ @libraries\n")
    project.write("src/app.py", OLD)
    project.write("lib/other.py", OLD)
    project.write(f"src/{HOSTILE.replace('/', '_')}.py", OLD)
    project.commit("before")
    project.run("init", "--name", HOSTILE)
    project.run("add-task", "--title", "Retire it", "--spec", "spec.yaml")
    project.run("verify-task", "1")
    project.write("src/app.py", NEW + "\n# a line\n" + OLD)
    project.write("lib/third.py", OLD)
    project.run("verify-task", "1")
    assert project.run("progress", "--html", "page.html").code == 0
    return (root / "page.html").as_uri()


@pytest.fixture
def opened(browser: WebDriver, page: str) -> WebDriver:
    browser.get("about:blank")
    browser.get(page)
    return browser


def shown(browser: WebDriver) -> list[str]:
    rows = browser.find_elements(By.CSS_SELECTOR, "#rows > li")
    return [row.find_element(By.CLASS_NAME, "place").text for row in rows if row.is_displayed()]


def count(browser: WebDriver) -> str:
    return browser.find_element(By.ID, "count").text


def test_nothing_is_complained_of_and_nothing_is_asked_from_the_network(opened: WebDriver):
    loaded = opened.execute_script("return performance.getEntriesByType('resource').length")

    assert opened.get_log("browser") == []
    assert loaded == 0


def test_names_from_a_repository_are_text(opened: WebDriver):
    assert opened.title == f"{HOSTILE} · planproof"
    assert opened.find_element(By.TAG_NAME, "h1").text == HOSTILE
    assert len(opened.find_elements(By.TAG_NAME, "script")) == 1


def test_a_script_that_is_not_the_page_s_own_does_not_run(opened: WebDriver):
    opened.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.pwned = 1';"
        "document.body.append(s)"
    )

    assert opened.execute_script("return window.pwned === undefined")
    opened.get_log("browser")  # the refusal


def test_searching_leaves_what_holds_all_words(opened: WebDriver):
    everything = shown(opened)
    field = opened.find_element(By.ID, "text")

    field.send_keys("LEGACY_LOGIN third.py")

    assert shown(opened) == [place for place in everything if "third.py" in place] != []
    assert count(opened) == f"{len(shown(opened))} of {len(everything)}"
    field.clear()
    field.send_keys("no such thing")
    assert shown(opened) == []


@pytest.mark.parametrize(
    ("name", "value", "begin"), [("folder", "lib/", "lib/"), ("owner", "@libraries", "lib/")]
)
def test_a_choice_leaves_what_it_names(opened: WebDriver, name: str, value: str, begin: str):
    everything = shown(opened)

    Select(opened.find_element(By.NAME, name)).select_by_value(value)

    assert shown(opened) == [place for place in everything if place.startswith(begin)] != []
    Select(opened.find_element(By.NAME, name)).select_by_value("")
    assert shown(opened) == everything


def test_the_code_around_is_shown_and_the_line_itself_is_marked(opened: WebDriver):
    row = next(
        one
        for one in opened.find_elements(By.CSS_SELECTOR, "#rows > li")
        if "lib/third.py:5" in one.text
    )

    assert row.find_element(By.CLASS_NAME, "hit").text.strip() == "return legacy_login(user)"
    assert len(row.find_elements(By.CSS_SELECTOR, "pre span")) > 1


def test_the_chart_draws_every_step_and_what_came_and_went(opened: WebDriver):
    assert len(opened.find_elements(By.CSS_SELECTOR, "svg .point")) == 2
    assert opened.find_elements(By.CSS_SELECTOR, "svg .added")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_in_dark(opened: WebDriver, scheme: str):
    """Contrast of at least 4.5 to 1, as WCAG 2.2 asks for (success criterion 1.4.3)."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    for selector in ("h1", ".lead", "dt", ".forecast", ".share b", ".place", "pre .hit", "th"):
        assert contrast(opened, selector) >= 4.5, selector


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_screen(opened: WebDriver, width: int):
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    wide = opened.execute_script("return document.documentElement.scrollWidth")

    opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide <= width


def contrast(browser: WebDriver, selector: str) -> float:
    """Between the text's colour and the first ground behind it that is not transparent."""
    ink, ground = browser.execute_script(
        """
        const node = document.querySelector(arguments[0]);
        let behind = node;
        const ground = (one) => getComputedStyle(one).backgroundColor;
        while (ground(behind) === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
        return [getComputedStyle(node).color, ground(behind)];
        """,
        selector,
    )
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
