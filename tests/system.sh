#!/bin/sh
# Find, or where we may, install what the tests need beyond Python packages: Chromium and a CJK font.
missing=""
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="chromium"
command -v fc-list >/dev/null 2>&1 || missing="$missing fontconfig"
{ command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh-cn family | grep -q .; } || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the browser tests:$missing"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "The browser tests need $missing. On Debian: sudo apt-get install $missing"
exit 1
