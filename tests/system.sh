#!/bin/sh
# Find, or where we may, install what the tests need beyond Python packages: Chromium and a CJK font.
# Chromium's headless shell draws the same pages without a window, for a quarter less of the machine. Where the system has
# none, or it can't be installed, any Chromium does.
found() { command -v "$1" >/dev/null 2>&1; }
installs() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
missing=""
found chromium-headless-shell || found chromium || found google-chrome || missing="chromium"
found fc-list || missing="$missing fontconfig"
{ found fc-list && fc-list :lang=zh-cn family | grep -q .; } || missing="$missing fonts-noto-cjk"
may=""
[ "$(id -u)" = 0 ] && found apt-get && may=yes
if [ -n "$missing" ] && [ -n "$may" ]; then
    echo "Installing for the browser tests:$missing"
    apt-get update -qq && installs $missing && missing=""
fi
if [ -n "$may" ] && ! found chromium-headless-shell && apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    echo "Installing for the browser tests: chromium-headless-shell"
    installs chromium-headless-shell || { apt-get update -qq && installs chromium-headless-shell; } || echo "It can't be installed; Chromium itself is taken."
fi
[ -z "$missing" ] && exit 0
echo "The browser tests need $missing. On Debian: sudo apt-get install $missing"
exit 1
