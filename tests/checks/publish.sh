# What was published stands behind a real web server without a broken link, also while the next publication is made; and a branch is
# published to by a real SSH server.
# shellcheck shell=bash

name_of_check="publishing"
needs git || return 0
published=$WORK/published
mkdir -p "$published/site" "$published/www"
cp -r content byline.yaml "$published/site/"
{
  echo "publish:"
  echo "  live: {to: 'file://$published/www/live'}"
  echo "  flat: {to: 'file://$published/www/flat', releases: 0}"
} >>"$published/site/byline.yaml"
publish_site() { "$BYLINE" publish "$@" --root "$published/site" --at "$MOMENT" --yes; }

if needs_nginx && needs_tools; then
  own=$(sed -n 's/^url: *//p' byline.yaml)/
  expect "the first publication in releases" publish_site live
  expect "the first publication in place" publish_site flat
  ports=("$(free_port)" "$(free_port)")
  folders=("$published/www/live/current" "$published/www/flat")
  serve "${ports[0]}" "${folders[0]}" / "${ports[1]}" "${folders[1]}" / || { failed "nginx does not start"; return 0; }
  crawl() { tool crawl --server "http://localhost:${ports[$1]}/" --folder "${folders[$1]}" --base "$own" --min-pages 20 --min-links 400; }
  # A headline that many pages show, articles that come: while they are published, the site is crawled.
  publish_changes() {
    sed -i "s/^title: .*/title: A headline that was changed for $1/" "$published/site/content/demo/let-it-sink.md"
    for round in 1 2 3 4 5; do
      printf -- '---\ntitle: Quite new in %s %s\ndate: 2026-11-01\n---\nText.\n' "$1" "$round" >"$published/site/content/news/new-in-$1-$round.md"
      publish_site "$1" || return 1
    done
  }
  for number in 0 1; do
    target=$([ "$number" = 0 ] && echo live || echo flat)
    publish_changes "$target" >"$WORK/publications.log" 2>&1 &
    publications=$!
    expect "crawl of $target while it is published to" crawl "$number"
    wait "$publications" || { failed "a publication to $target"; sed 's/^/    /' "$WORK/publications.log"; }
    expect "crawl of $target afterwards" crawl "$number"
  done
fi

sshd=$(command -v sshd || echo /usr/sbin/sshd)
[ -x "$sshd" ] && have ssh && have ssh-keygen || { skipped "publishing to a branch by SSH needs openssh-server and openssh-client"; return 0; }
port=$(free_port)
folder=$(mktemp -d "$WORK/ssh.XXXXXX")
chmod 700 "$folder"
ssh-keygen -q -t ed25519 -N '' -f "$folder/host" && ssh-keygen -q -t ed25519 -N '' -f "$folder/key" || { failed "the keys"; return 0; }
cp "$folder/key.pub" "$folder/authorized"
[ "$(id -u)" -eq 0 ] && mkdir -p /run/sshd
cat >"$folder/config" <<CONFIG
Port $port
ListenAddress 127.0.0.1
HostKey $folder/host
AuthorizedKeysFile $folder/authorized
PidFile $folder/pid
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
CONFIG
"$sshd" -D -f "$folder/config" -E "$folder/log" &
server=$!
wait_for_port "$port" "$server" || { failed "sshd does not start"; cat "$folder/log"; return 0; }
git init --quiet --bare "$published/pages.git"
sed -i "/^  flat:/a\\  pages: {to: 'git+ssh://$(id -un)@127.0.0.1:$port$published/pages.git#pages'}" "$published/site/byline.yaml"
export GIT_SSH_COMMAND="ssh -i $folder/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
expect "a branch by SSH" publish_site pages
expect "nothing is sent twice" grep -q 'nothing was sent' <(publish_site pages)
rm -rf "$published/pages" && git clone --quiet --branch pages "$published/pages.git" "$published/pages"
if diff -r --exclude=.git --exclude=.byline-manifest --exclude=.byline-published.json --exclude=.nojekyll "$published/site/public" "$published/pages" >"$WORK/differs"; then
  ok "the branch holds the site: $(git -C "$published/pages" ls-files | wc -l) files"
else
  failed "the branch is not the site"
  sed 's/^/    /' "$WORK/differs"
fi
GIT_SSH_COMMAND="ssh -i $folder/none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o IdentitiesOnly=yes" \
  publish_site pages --all >"$WORK/refused" 2>&1 && failed "a wrong key is let in"
expect "wrong credentials are told of" grep -q 'Permission denied' "$WORK/refused"
kill "$server" 2>/dev/null
wait "$server" 2>/dev/null
return 0
