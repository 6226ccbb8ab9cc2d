"""Averages the weights of detectors that one training wrote at several times, and measures what comes of it.

    python3 average.py --pack pack --out out DETECTOR.pt DETECTOR.pt ...

Late in a training its figures on held-out pictures go up and down by a point; the mean of some of its detectors
(checkpoint averaging) does not. Writes detector.pt and detector.json into --out, as detector.py does, for embed.py.
--like is the detector.json of the last of them: steps and time are taken from there.
"""
import argparse
import json
import os

import torch

from detector import Teacher, Validation, describe, placed
from views import CALTECH, WIDER, Pack


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("detectors", nargs="+")
    parser.add_argument("--pack", default="pack")
    parser.add_argument("--out", required=True)
    parser.add_argument("--like", required=True)
    args = parser.parse_args()
    parts = [torch.jit.load(path).eval() for path in args.detectors]
    states = [part.state_dict() for part in parts]
    net = parts[0]
    net.load_state_dict({name: sum(s[name] for s in states) / len(states) for name in states[0]})
    pack, device = Pack(args.pack), torch.device("cpu")
    validation = Validation(pack, device, 100)
    for source in (WIDER, CALTECH):
        validation.add(source, pack.decode(source))
    validation.ask(Teacher(f"{args.pack}/yunet.onnx", device, torch.float32))
    with torch.no_grad():
        figures, outcomes = validation.report(lambda x: placed(net(x)))
    print(json.dumps(figures))
    with open(args.like) as f:
        result = json.load(f) | describe(figures, outcomes, validation.teacher[1]) | {"averaged": len(parts)}
    os.makedirs(args.out, exist_ok=True)
    net.save(f"{args.out}/detector.pt")
    with open(f"{args.out}/detector.json", "w") as f:
        json.dump(result, f, indent=1)


if __name__ == "__main__":
    main()
