"""What a page measures on the screen."""

from playwright.sync_api import Page


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways; empty when it does not."""
    found: list[str] = page.evaluate(
        """() => {
          const root = document.documentElement, width = root.clientWidth;
          if (root.scrollWidth <= width) return [];
          const parts = [...document.body.querySelectorAll("*")].filter((part) => {
            const box = part.getBoundingClientRect();
            return box.right > width + 1 || box.left < -1;
          });
          const names = parts.slice(0, 4).map((part) => part.outerHTML.slice(0, 120));
          return [`${root.scrollWidth} px`, ...names];
        }"""
    )
    return found
