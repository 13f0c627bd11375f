#!/bin/sh
# Installs what pip cannot bring: Chromium for the browser tests, Pango for PDF documents, and a font
# with Chinese glyphs for both.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=zh-cn | head -n 1)" ]; then
    missing="$missing fontconfig fonts-noto-cjk"
fi
if ! ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0; then
    missing="$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing system packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086  # one word per package
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "The browser tests and PDF documents need system packages that are not here:$missing"
    echo "Install them first, for example: sudo apt-get install$missing"
    exit 1
fi
