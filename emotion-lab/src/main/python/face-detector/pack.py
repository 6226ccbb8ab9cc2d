"""Packs the training pictures and their annotations into a folder small enough to be sent.

    python pack.py --wider wider-face-649.zip --caltech caltech-webfaces.zip --yunet yunet_n_640_640.onnx --out pack

Each archive holds images/ and faces.csv: one line per face with its `file`, and x, y, width, height (WIDER) or
left_eye_x, left_eye_y, right_eye_x, ... nose, mouth (Caltech), in pixels. Needs numpy and Pillow (or python3-pil).

Writes  images.bin   all pictures as WebP, one after another
        index.npz    per picture: offset, length, source (0 WIDER, 1 Caltech), validation flag, original name,
                     width, height, first annotation row and number of rows;
                     `boxes` (x, y, width, height) of WIDER faces, `points` (left eye, right eye, nose, mouth)
                     of Caltech faces, both in pixels of the packed picture
        yunet.onnx   the teacher
"Left" is as the viewer sees it. A tenth of the pictures, chosen by a hash of the name, is for validation.
"""
import argparse, collections, csv, hashlib, io, os, shutil, zipfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image

WIDER, CALTECH = 0, 1


def is_validation(name):
    """True for about a tenth of all names; depends on nothing but the name."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10 == 0


def encode(data, longest, quality):
    """Re-encodes a picture as WebP; returns the bytes, the new size, and new over old width."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    width = image.size[0]
    if max(image.size) > longest:
        image.thumbnail((longest, longest), Image.LANCZOS)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue(), image.size, image.size[0] / width


def read(archive, columns):
    """Yields (name, bytes, annotation rows as float array) for each picture of an archive, names in order."""
    with zipfile.ZipFile(archive) as z:
        faces = collections.defaultdict(list)
        for row in csv.DictReader(io.StringIO(z.read("faces.csv").decode())):
            faces[row["file"]].append([float(row[c]) for c in columns])
        for entry in sorted(n for n in z.namelist() if n.startswith("images/") and not n.endswith("/")):
            name = os.path.basename(entry)
            yield name, z.read(entry), np.array(faces[name], np.float32).reshape(-1, len(columns))


def sheets(archive, yunet, across=4, side=96):
    """Yields small portraits (every JPEG of an archive), 16 on a sheet, as `read` does: with the points that YuNet
    finds, for they have none. All are for training."""
    import torch  # only here
    from yunet import YuNet, cell_positions, find_faces, flatten
    detector, cells = YuNet(yunet).eval(), cell_positions(2 * side * across, 2 * side * across)
    with zipfile.ZipFile(archive) as z:
        names = sorted((n for n in z.namelist() if n.endswith(".jpg")),
                       key=lambda n: hashlib.sha256(n.encode()).digest())
        for first in range(0, len(names) - across ** 2 + 1, across ** 2):
            sheet = Image.new("RGB", (side * across,) * 2)
            for i, name in enumerate(names[first:first + across ** 2]):
                portrait = Image.open(io.BytesIO(z.read(name))).convert("RGB").resize((side, side), Image.LANCZOS)
                sheet.paste(portrait, (i % across * side, i // across * side))
            large = np.asarray(sheet.resize((2 * side * across,) * 2, Image.BICUBIC))[:, :, ::-1].copy()
            with torch.no_grad():
                answer = flatten(detector(torch.from_numpy(large).permute(2, 0, 1)[None].float().contiguous(
                    memory_format=torch.channels_last)))[0]
            points = find_faces(answer, cells, 0.6) / 2
            eyes, mouth = points[:, 4:8], (points[:, 10:12] + points[:, 12:14]) / 2
            out = io.BytesIO()
            sheet.save(out, "PNG")
            number = first // across ** 2
            name = next(n for n in (f"portraits-{number}-{k}" for k in range(99)) if not is_validation(n))
            yield name, out.getvalue(), np.concatenate((eyes, points[:, 8:10], mouth), 1).astype(np.float32)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wider", required=True, help="archive of WIDER pictures")
    parser.add_argument("--caltech", required=True, help="archive of Caltech pictures")
    parser.add_argument("--portraits", help="archive of small portraits, not annotated")
    parser.add_argument("--yunet", required=True, help="the teacher, an ONNX file")
    parser.add_argument("--out", default="pack")
    parser.add_argument("--limit-mib", type=float, default=55, help="size of all pictures together")
    parser.add_argument("--quality", type=int, nargs=2, default=(72, 66), help="WebP quality: WIDER, Caltech")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    points = [f"{p}_{a}" for p in ("left_eye", "right_eye", "nose", "mouth") for a in "xy"]
    sources = [(WIDER, args.wider, ["x", "y", "width", "height"], 768), (CALTECH, args.caltech, points, 384)]
    rows, annotations, size, skipped = [], {WIDER: [], CALTECH: []}, 0, 0
    with open(f"{args.out}/images.bin", "wb") as blob, ThreadPoolExecutor(2) as pool:
        for source, archive, columns, longest in sources:
            pictures = list(read(archive, columns))
            if source == CALTECH and args.portraits:
                pictures += sheets(args.portraits, args.yunet)
            # Shuffled by hash, so that what does not fit is a random part of the last source.
            pictures.sort(key=lambda p: hashlib.sha256(b"order" + p[0].encode()).digest())
            packed = pool.map(lambda p: encode(p[1], longest, args.quality[source]), pictures)
            for (name, _, faces), (data, (width, height), scale) in zip(pictures, packed):
                if size + len(data) > args.limit_mib * 2 ** 20:
                    skipped += 1
                    continue
                faces = faces * scale
                if source == WIDER:
                    faces = faces[(faces[:, 2] > 1) & (faces[:, 3] > 1)]
                first = sum(map(len, annotations[source]))
                rows.append((size, len(data), source, is_validation(name), width, height, first, len(faces)))
                annotations[source].append(faces)
                rows[-1] += (name,)
                blob.write(data)
                size += len(data)
    columns = list(zip(*rows))
    np.savez_compressed(
        f"{args.out}/index.npz", **{k: np.array(v) for k, v in zip(
            ("offset", "length", "source", "validation", "width", "height", "first", "count", "name"), columns)},
        boxes=np.concatenate(annotations[WIDER]), points=np.concatenate(annotations[CALTECH]))
    shutil.copyfile(args.yunet, f"{args.out}/yunet.onnx")
    source, validation = np.array(columns[2]), np.array(columns[3])
    for s, title in ((WIDER, "WIDER"), (CALTECH, "Caltech")):
        print(title, "pictures", (source == s).sum(), "of them validation", (validation & (source == s)).sum(),
              "faces", sum(map(len, annotations[s])), "MiB %.1f" % (sum(
                  r[1] for r in rows if r[2] == s) / 2 ** 20))
    print("left out for size:", skipped)


if __name__ == "__main__":
    main()
