"""Makes the model that the SDK reads of what a training wrote: the TorchScript and its card.

    python3 embed.py OUT --machine "2 cores of an AMD EPYC, 95 minutes" [--into FOLDER] [--recipe repeats="0 2 1 2" ...]

OUT is the folder that detector.py wrote detector.pt and detector.json into. --into is the resource folder of
emotion-djl unless set; the model that is there is replaced. Any other folder can be tried as `trained:FOLDER`.

Every weight is rounded to half precision and stored as a 32-bit number whose last bits are zeros, so that nothing has
to be converted when it is loaded and the archive, which is compressed, is as small as if it held 16 bits. What says
where the program was traced (paths of files) is left out. The same input gives the same bytes. Needs Python alone.
"""
import argparse
import datetime
import hashlib
import io
import json
import os
import struct
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "../../../../../emotion-djl/src/main/resources/io/github/emotion4j/djl/detect/face")
DATA = ("WIDER FACE, 649 pictures of its training split, and Caltech 10,000 Web Faces, 5,067 pictures; a tenth of both "
        "held out (SHA-256 of the name modulo 10 is 0); 9,411 grey portraits of 96 pixels (muxspace/facial_expressions), "
        "16 on a sheet; augmented views, answered by the teacher")
TERMS = ("Pictures for research use (WIDER FACE: Yang et al., 2016; Caltech: Angelova et al., 2005; portraits from the web "
         "and LFW, repository Apache-2.0), as those of YuNet are. None of them is in the model; whether weights trained on them may be used commercially is not settled")
TEACHER = "YuNet, yunet_n_640_640.onnx of libfacedetection.train (Apache-2.0, BSD)"


def rounded(values):
    """32-bit floats (little-endian bytes), each rounded to the nearest of half precision."""
    count = len(values) // 4
    return struct.pack(f"<{count}f", *struct.unpack(f"<{count}e", struct.pack(
        f"<{count}e", *struct.unpack(f"<{count}f", values))))


def shrunk(archive):
    """The TorchScript archive with rounded weights, compressed, without what only debuggers read."""
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        names = source.namelist()
        root = names[0].split("/")[0]
        attributes = source.read(f"{root}/data.pkl")
        for other in (b"HalfStorage", b"DoubleStorage", b"LongStorage", b"IntStorage", b"BFloat16Storage"):
            if other in attributes:
                raise ValueError(f"{archive} holds {other.decode()}, but only 32-bit floats are expected")
        for name in names:
            content = source.read(name)
            inner = name[len(root) + 1:]
            if inner.endswith(".debug_pkl") or inner.startswith(("traced_inputs", ".data/")):
                continue
            if inner.startswith("data/"):
                content = rounded(content)
            entry = zipfile.ZipInfo(f"network/{inner}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()


def figures(result):
    """The numbers of detector.json by name; recall, precision and false faces by probability."""
    flat = {f"validation.{k}": v for k, v in result["validation"].items() if isinstance(v, (int, float))}
    flat["validation.probability_error"] = result.get("expected_calibration_error", flat.get("validation.ece", -1.0))
    return {k: round(float(v), 4) for k, v in flat.items() if float(v) >= 0}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--into", default=RESOURCES)
    parser.add_argument("--machine", required=True, help="what it was trained on, and for how long")
    parser.add_argument("--data", default=DATA)
    parser.add_argument("--terms", default=TERMS)
    parser.add_argument("--teacher", default=TEACHER)
    parser.add_argument("--recipe", nargs="*", default=[], metavar="NAME=VALUE", help="settings other than the default")
    parser.add_argument("--min-face-confidence", type=float, help="instead of the one that the training chose")
    args = parser.parse_args()
    with open(os.path.join(args.out, "detector.json")) as f:
        result = json.load(f)
    source = os.path.join(args.out, "detector.pt")
    network = shrunk(source)
    digest = hashlib.sha256(network).hexdigest()
    name = f"face-detector-{digest[:12]}.pt"
    recipe = dict(r.split("=", 1) for r in args.recipe)
    recipe |= {"steps": str(result["steps"]), "freshBatches": str(result["fresh"]),
               "seconds": str(round(result["elapsed"]))}
    chosen = args.min_face_confidence if args.min_face_confidence is not None else result["default_probability"]
    card = {
        "formatVersion": 5,
        "name": "emotion4j-face",
        "weights": {"file": name, "sha256": digest, "precision": "FLOAT16"},
        "parameters": result["parameters"],
        "calibration": {"slope": result["calibration"]["a"], "offset": result["calibration"]["b"]},
        "thresholds": {"minFaceConfidence": round(chosen, 4), "mostOverlap": result["suppression_iou"]},
        "training": {
            "data": args.data,
            "terms": args.terms,
            "teacher": args.teacher,
            "machine": args.machine,
            "recipe": dict(sorted(recipe.items())),
            "finished": datetime.datetime.fromtimestamp(int(os.path.getmtime(source)), datetime.timezone.utc).strftime(
                "%Y-%m-%dT%H:%M:%SZ"),
        },
        "figures": dict(sorted(figures(result).items())),
    }
    os.makedirs(args.into, exist_ok=True)
    with open(os.path.join(args.into, name), "wb") as f:
        f.write(network)
    with open(os.path.join(args.into, "face-detector.json"), "w") as f:
        json.dump(card, f, indent=2)
        f.write("\n")
    for other in os.listdir(args.into):
        if other.startswith("face-detector-") and other != name:
            os.remove(os.path.join(args.into, other))
    print(f"{os.path.join(args.into, name)}: {len(network)} bytes, {result['parameters']} parameters; faces from "
          f"{card['thresholds']['minFaceConfidence']} on")


if __name__ == "__main__":
    main()
