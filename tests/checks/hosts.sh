# Publishing to real servers: an S3-compatible one, WebDAV by Apache, SFTP by OpenSSH, each behind what counts, refuses and cuts.
# shellcheck shell=bash

name_of_check="publishing to hosts"
needs python3 || return 0
# moto is large: its packages are kept beside the tools, and made anew when their list changes.
venv=$TARGET/hosts-venv
if ! cmp -s tests/tools/hosts-requirements.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --requirement tests/tools/hosts-requirements.txt >"$WORK/pip.log" 2>&1 \
    && cp tests/tools/hosts-requirements.txt "$venv/requirements.txt" \
    || { skipped "$name_of_check needs moto, which pip cannot install"; rm -rf "$venv"; }
fi
kills=10
[ -z "${LONG:-}" ] || kills=100
judge() { "$python" tests/tools/hosts.py --byline "$BYLINE" --work "$WORK/hosts-$1" --kills "$kills" --host "$@"; }

python=$venv/bin/python
if [ -x "$python" ]; then judge s3; fi
python=$(command -v python3)
if [ -x /usr/sbin/apache2 ]; then judge webdav; else skipped "publishing by WebDAV needs apache2-bin"; fi
if [ -x /usr/sbin/sshd ] && [ -x /usr/lib/openssh/sftp-server ] && have ssh; then judge sftp; else skipped "publishing by SFTP needs openssh-server"; fi

# A stricter server, and one that can die; it is built from its own sources, which takes minutes.
if [ -n "${LONG:-}" ] && [ -x "$venv/bin/python" ]; then
  python=$venv/bin/python
  s3s=$TARGET/s3s-fs/bin/s3s-fs
  if [ ! -x "$s3s" ]; then
    expect "an S3 server from crates.io" cargo install --quiet --locked s3s-fs@0.14.1 --features binary --root "$TARGET/s3s-fs" --target-dir "$TARGET/s3s-build"
  fi
  if [ -x "$s3s" ]; then judge s3 --s3-server "$s3s"; fi
  if [ -x "$s3s" ] && have rclone; then
    "$venv/bin/pip" install --quiet awscli==1.46.3 >"$WORK/pip.log" 2>&1
    expect_all "10,000 files beside aws and rclone" python3 bench/publish.py --n 9000 --byline "$BYLINE" --server "$s3s" --aws "$venv/bin/aws" --work "$WORK/publish-bench"
  fi
fi
return 0
