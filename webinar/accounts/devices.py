"""A browser's long description of itself in a few words: "Firefox, Linux"."""

#: part of the User-Agent header -> name; the first that fits (Edge calls itself Chrome, too)
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def device_words(user_agent: str) -> str:
    """Names of browser and system, which need no translation; "" when neither is known."""
    found = (
        next((name for part, name in names.items() if part in user_agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in found if name)
