# Whatever way a program saves, the live preview shows what a build would write: told by the system, by looking, and where the system
# watches no more files.
# shellcheck shell=bash

name_of_check="saving while the live preview runs"
needs python3 git || return 0
for way in "" --poll --limited; do
  if [ "$way" = --limited ] && ! unshare --user --map-root-user sh -c 'echo 5 >/proc/sys/user/max_inotify_watches' 2>/dev/null; then
    skipped "the limit of watched files cannot be lowered here"
    continue
  fi
  # shellcheck disable=SC2086
  expect "saving while the live preview runs ${way:-as it is}" python3 tests/tools/saving.py --byline "$BYLINE" --root "$WORK/saving$way" $way
done
return 0
