# Installs what the checks need and is not there: Debian packages as root, Node packages into the target folder.
# shellcheck shell=bash

# The whole list: what must be there, and the package that brings it.
missing=()
[ -n "$(chromium_program)" ] || missing+=(chromium)
[ -n "$(nginx_program)" ] || missing+=(nginx-light)
have java || missing+=(default-jre-headless)
[ -e /usr/share/fonts/truetype/dejavu ] || missing+=(fonts-dejavu-core)
have python3 || missing+=(python3 python3-venv)
have vim || have vim.tiny || missing+=(vim-tiny)
{ [ -x /usr/sbin/sshd ] && have ssh; } || missing+=(openssh-server openssh-client)
[ -x /usr/lib/openssh/sftp-server ] || missing+=(openssh-sftp-server)
[ -x /usr/sbin/apache2 ] || missing+=(apache2-bin)
have faketime || missing+=(faketime)
[ -z "${LONG:-}" ] || have rclone || missing+=(rclone)
# Emacs is large; what it asks of the system is asked in any case.
[ -z "${LONG:-}" ] || have emacs || missing+=(emacs-nox)
have exiftool || missing+=(libimage-exiftool-perl)
have jing || missing+=(jing)
have xmllint || missing+=(libxml2-utils)

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -eq 0 ] && have apt-get; then
    if { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >"$WORK/apt.log" 2>&1; then
      ok "installed ${missing[*]}"
    else
      tail -n 5 "$WORK/apt.log" | sed 's/^/    /'
      echo "could not install ${missing[*]}: what needs them is skipped"
    fi
  else
    echo "not installed, and not root to install it: ${missing[*]}; what needs them is skipped"
  fi
fi

# Node 20 is older than what some Debian releases bring, so it is named, not installed.
if ! have node || ! have npm || [ "$(node --print 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  skipped "the checks in tests/tools need Node.js 20 or newer with npm"
  rm -rf "$TOOLS/node_modules"
  return 0
fi

mkdir -p "$TOOLS"
lock=$REPOSITORY/tests/tools/package-lock.json
if ! cmp -s "$lock" "$TOOLS/installed-lock.json"; then
  rm -rf "$TOOLS/node_modules" "$TOOLS/installed-lock.json"
  cp "$REPOSITORY"/tests/tools/{package.json,package-lock.json,.npmrc} "$TOOLS/"
  export PUPPETEER_SKIP_DOWNLOAD=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  (cd "$TOOLS" && expect "npm ci in tests/tools" npm ci) || { rm -rf "$TOOLS/node_modules"; return 0; }
  cp "$lock" "$TOOLS/installed-lock.json"
fi
cp "$REPOSITORY"/tests/tools/*.mjs "$REPOSITORY"/tests/tools/*.json "$TOOLS/"
ok "tools are ready"
