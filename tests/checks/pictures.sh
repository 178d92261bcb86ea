# exiftool finds no position, serial number, thumbnail or maker's note in published pictures; credit stays, and so does every pixel.
# shellcheck shell=bash

name_of_check="the look for metadata of pictures"
needs exiftool python3 || return 0
python3 -m venv "$WORK/pillow" && "$WORK/pillow/bin/pip" install --quiet 'pillow>=11.3,<13' >"$WORK/pip.log" 2>&1 \
  || { skipped "$name_of_check needs Pillow, which pip cannot install"; return 0; }
python=$WORK/pillow/bin/python
site=$WORK/pictures
mkdir -p "$site/content/news/quay" "$site/static"
printf 'title: The Herald\n' >"$site/byline.yaml"
printf -- '---\ntitle: The quay\ndate: 2026-01-01\n---\n![Boats](boats.jpg)\n' >"$site/content/news/quay/index.md"
cat >"$WORK/draw.py" <<'PYTHON'
import sys
from PIL import Image
picture = Image.effect_noise((96, 64), 80).convert("RGB")
picture.resize((32, 20)).save(sys.argv[1])
picture.save(sys.argv[2] + "/content/news/quay/boats.jpg", progressive=True)
for form in ("png", "webp", "avif"):
    picture.save(f"{sys.argv[2]}/static/boats.{form}")
PYTHON
expect "pictures are drawn" "$python" "$WORK/draw.py" "$WORK/thumbnail.jpg" "$site" || return 0
sources=("$site"/content/news/quay/boats.jpg "$site"/static/boats.{png,webp,avif})
# -m: a note of a maker that is none is written all the same.
exiftool -q -m -overwrite_original -GPSLatitude=44.5 -GPSLatitudeRef=N -GPSLongitude=1.2 -GPSLongitudeRef=E -SerialNumber=SN12345 -LensSerialNumber=LN12345 \
  -OwnerName="Ann at home" -DateTimeOriginal="2026:05:01 09:00:00" -XMP:GPSLatitude=44.5 -XMP-aux:SerialNumber=SN12345 -XMP-xmpMM:DocumentID=did1 \
  "-ThumbnailImage<=$WORK/thumbnail.jpg" -EXIF:Artist="Ann Poe" -EXIF:Copyright="2026 Herald" -XMP-dc:Creator="Ann Poe" -XMP-dc:Rights="2026 Herald" \
  -XMP-photoshop:Credit=Herald -XMP-cc:License=https://creativecommons.org/licenses/by/4.0/ "${sources[@]}" >"$WORK/exiftool.log" 2>&1 \
  || { failed "exiftool writes metadata"; sed 's/^/    /' "$WORK/exiftool.log"; return 0; }
exiftool -q -m -overwrite_original -IPTC:City=Port -IPTC:Credit=Herald -Comment=SN12345 "$site/content/news/quay/boats.jpg"

expect "a site with pictures builds" build_site "$site" "$WORK/published" || return 0
published=("$WORK"/published/news/quay/boats.jpg "$WORK"/published/boats.{png,webp,avif})
cat >"$WORK/compare.py" <<'PYTHON'
import sys
from PIL import Image
files = sys.argv[1:]
for before, after in zip(files[::2], files[1::2]):
    assert Image.open(before).convert("RGB").tobytes() == Image.open(after).convert("RGB").tobytes(), after
print(f"{len(files) // 2} pictures have the pixels that they had")
PYTHON
pairs=()
readonly SECRETS='GPS|Serial|Thumbnail|MakerNote|OwnerName|DateTimeOriginal|DocumentID|City|Comment'
for index in "${!sources[@]}"; do
  before=${sources[$index]} after=${published[$index]} form=${sources[$index]##*.}
  pairs+=("$before" "$after")
  # What was to be removed was there: else nothing is shown.
  if ! exiftool -s -G1 "$before" | grep -q 'GPSLatitude' || ! exiftool -s "$before" | grep -q '^SerialNumber'; then
    failed "the $form holds nothing to remove"
  fi
  # [Composite] is what exiftool works out itself.
  left=$(exiftool -s -a -G1 -ee "$after" | grep -v '^\[Composite\]' | grep -E "^\[[^]]*\] +[A-Za-z]*($SECRETS)")
  if [ -z "$left" ]; then ok "of the $form nothing is left that betrays its source"; else failed "the $form holds $left"; fi
  for credit in EXIF:Artist='Ann Poe' EXIF:Copyright='2026 Herald' XMP-dc:Rights='2026 Herald' XMP-photoshop:Credit=Herald \
    XMP-cc:License=https://creativecommons.org/licenses/by/4.0/; do
    found=$(exiftool -s3 "-${credit%%=*}" "$after")
    [ "$found" = "${credit#*=}" ] || failed "the $form has ${credit%%=*} «$found», not «${credit#*=}»"
  done
done
[ "$(exiftool -s3 -IPTC:Credit "${published[0]}")" = Herald ] || failed "the jpg has lost its credit for agencies"
expect "the pixels are the same" "$python" "$WORK/compare.py" "${pairs[@]}"
return 0
