#!/usr/bin/python3
"""Makes internal/font/regular.ttf.gz of two fonts of Debian.

    apt-get install python3-fonttools fonts-droid-fallback fonts-roboto-unhinted
    scripts/font/make.py

The result is committed, because a build of the server must not need them. The same
fonts make the same bytes.
"""
import gzip
import io
import os
import tempfile

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FONTS = "/usr/share/fonts/truetype/"
# Each font with the runs of characters that are taken from it: what font.go says.
PARTS = [
    (FONTS + "roboto/unhinted/RobotoTTF/Roboto-Regular.ttf",
     [(0x20, 0x7E), (0xA0, 0xFF), (0x2013, 0x2014), (0x2018, 0x2019), (0x201C, 0x201D), (0x2026, 0x2026), (0x20AC, 0x20AC)]),
    (FONTS + "droid/DroidSansFallbackFull.ttf",
     [(0x3001, 0x3003), (0x3005, 0x3007), (0x300A, 0x3017), (0x3041, 0x3094), (0x30A1, 0x30F6), (0x3400, 0x4DB5), (0x4E00, 0x9FA5), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE5)]),
]
UNITS = 1024  # to the em: they are drawn in 2048 and 256
OUT = os.path.join(os.path.dirname(__file__), "../../internal/font/regular.ttf.gz")


def part(path, runs):
    """A font with the outlines of some characters, and nothing else."""
    font = TTFont(path, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "gasp", "kern", "LTSH", "VDMX", "hdmx"]
    subset = Subsetter(options)
    runes = [rune for first, last in runs for rune in range(first, last + 1)]
    missing = [hex(rune) for rune in runes if rune not in font.getBestCmap()]
    assert not missing, f"{path} lacks {missing}"
    subset.populate(unicodes=runes)
    subset.subset(font)
    scale_upem(font, UNITS)
    return font


def main():
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, (path, runs) in enumerate(PARTS):
            files.append(os.path.join(folder, f"{i}.ttf"))
            part(path, runs).save(files[-1])
        merged = Merger().merge(files)
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = 0
    plain = io.BytesIO()
    merged.save(plain)
    with open(OUT, "wb") as out:
        out.write(gzip.compress(plain.getvalue(), 9, mtime=0))
    print(len(merged.getBestCmap()), "characters,", os.path.getsize(OUT), "bytes")


main()
